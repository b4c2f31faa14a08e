"""What people type, as it is kept: every script and every emoji, without the signs that no page shows."""

import unicodedata

from django.utils.translation import gettext as _

# They turn the direction of all that follows: in a name or an address they make it read as another one.
TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
# Of no width and no use in one line: two names that look alike would differ. What joins (ZWJ, ZWNJ) stays: emoji and
# Persian need it; the direction of a line follows its letters (dir="auto"), without marks.
UNSEEN = frozenset("\u200b\u200e\u200f\u2060\u061c\ufeff\u00ad")
LONGEST_WORDS = 2_000  # shown again after a refusal
NO_BREAK = "\u00a0"
BLANK = frozenset("\u3164\u115f\u1160\uffa0\u2800")  # letters and a symbol by category, drawn as nothing


def one_line(text: str) -> str:
    """Empty when nothing of it would be seen."""
    line = "".join(sign for sign in text if sign.isspace() or (_is_shown(sign) and sign not in UNSEEN))
    return " ".join(line.split()) if any(map(_is_seen, line)) else ""


def several_lines(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign in "\n\t" or _is_shown(sign)).strip()


def with_words(why: str, words: str) -> str:
    """Why something was refused, and what was typed, to be copied: the page that follows has no field for it, or an empty one."""
    words = one_line(words)[:LONGEST_WORDS]
    return (
        _("%(refusal)s Vos mots, à copier : « %(words)s »") % {"refusal": why, "words": words}
        if words
        else why
    )


def _is_shown(sign: str) -> bool:
    return sign not in TURNING and unicodedata.category(sign) not in {"Cc", "Cs"}


def _is_seen(sign: str) -> bool:
    return sign not in BLANK and unicodedata.category(sign)[0] in "LNPS"
