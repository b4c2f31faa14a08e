import pytest
from django.core.exceptions import ValidationError

from placette.core.forms import LineField, ParagraphField
from placette.core.text import one_line, several_lines


def test_every_script_and_every_emoji_stays():
    for text in ("L’Haÿ 🌻", "👩‍👩‍👧 שלום مرحبا", "東京", "می‌خواهم", "❤️", "🇫🇷", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "민준", "?"):
        assert one_line(text) == several_lines(text) == text


def test_what_no_page_shows_is_left_out():
    assert one_line(" a\x00b\x01\r\n\tc\u202ed\ud800 ") == "ab cd"
    assert several_lines("a\x00b\r\nc\rd\u2066e\n\n") == "ab\nc\nde"


def test_one_line_has_no_sign_without_width():
    assert one_line("Jean\u200bne\u00ad \ufeffM\u2060.") == "Jeanne M."
    assert one_line("\u200fמרים\u200e \u061cليلى") == "מרים ليلى"


@pytest.mark.parametrize(
    "text",
    ["\u200b\u3164", "\u115f\u1160", "\uffa0 \u2800", "\u200d\u200c", "\ufe0f", "\u0301", "\U000e0067"],
)
def test_a_name_that_nobody_sees_is_none(text):
    assert one_line(text) == ""
    with pytest.raises(ValidationError):
        LineField().clean(text)


@pytest.mark.parametrize("field", [LineField, ParagraphField])
def test_what_nobody_could_read_is_missing(field):
    with pytest.raises(ValidationError) as refused:
        field().clean("\x00 \u202e\x07")

    assert refused.value.error_list[0].code == "required"


def test_a_line_of_the_form_counts_as_the_page_counted_it():
    assert ParagraphField(max_length=3).clean("a\r\nb") == "a\nb"
