"""The key of a form and of what is in it."""

import uuid

from placette.core import keys


def test_the_same_form_with_the_same_words_has_one_key():
    key = uuid.uuid4()

    assert keys.of(key, "une échelle") == keys.of(str(key), "une échelle")
    assert keys.of(key, "une échelle") != keys.of(key, "une tondeuse")
    assert keys.of(key, "a", "b") != keys.of(key, "ab", "")
    assert len(keys.of(key, "x" * 4000) or "") == 36


def test_no_key_stays_none():
    assert keys.of(None, "une échelle") is None
    assert keys.of("", "une échelle") is None
