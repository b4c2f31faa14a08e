"""What people type, as it is kept: every script and every emoji, without the signs that no page shows."""

import unicodedata

# They turn the direction of all that follows: in a name or an address they make it read as another one.
TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def one_line(text: str) -> str:
    return " ".join("".join(sign for sign in text if sign.isspace() or _is_shown(sign)).split())


def several_lines(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign in "\n\t" or _is_shown(sign)).strip()


def _is_shown(sign: str) -> bool:
    return sign not in TURNING and unicodedata.category(sign) not in {"Cc", "Cs"}
