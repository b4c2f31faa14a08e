"""Both languages are complete: every sentence of the code has its English, every plural its French rule."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

LOOSE = re.compile(r"\w [?!;:»]|« ")
PACKAGE = Path(__file__).parent.parent / "placette"


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def test_every_sentence_is_translated(tmp_path):
    copy = tmp_path / "placette"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("static", "*.mo", "__pycache__"))
    command = [
        Path(sys.executable).parent / "django-admin",
        "makemessages",
        "--locale",
        "en",
        "--no-obsolete",
    ]
    # Without settings: the messages are read from the files, wherever the copy stands.
    plain = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(command, cwd=copy, env=plain, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr

    messages = [message for message in catalogue(copy / "locale/en/LC_MESSAGES/django.po") if message.id]
    missing = [
        m.id for m in messages if m.fuzzy or not (all(m.string) if isinstance(m.id, tuple) else m.string)
    ]

    assert len(messages) > 500
    assert missing == []


def test_translations_keep_the_places_to_fill():
    for message in catalogue(PACKAGE / "locale/en/LC_MESSAGES/django.po"):
        if not message.id:
            continue
        french = message.id[-1] if isinstance(message.id, tuple) else message.id
        english = message.string[-1] if isinstance(message.id, tuple) else message.string
        assert sorted(part.split(")")[0] for part in french.split("%(")[1:]) == sorted(
            part.split(")")[0] for part in english.split("%(")[1:]
        ), french


def test_french_plurals_follow_the_french_rule():
    english = {
        m.id for m in catalogue(PACKAGE / "locale/en/LC_MESSAGES/django.po") if isinstance(m.id, tuple)
    }
    french = {m.id for m in catalogue(PACKAGE / "locale/fr/LC_MESSAGES/django.po") if isinstance(m.id, tuple)}

    assert english == french


def test_french_marks_never_leave_their_word_at_the_end_of_a_line():
    french = catalogue(PACKAGE / "locale/fr/LC_MESSAGES/django.po")
    loose = []
    for message in catalogue(PACKAGE / "locale/en/LC_MESSAGES/django.po"):
        set_well = french.get(message.id, message.context) or message
        shown = set_well.string if set_well is not message else message.id
        loose += [each for each in ([shown] if isinstance(shown, str) else shown) if LOOSE.search(each)]

    assert loose == []
