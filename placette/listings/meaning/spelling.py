"""Words as they sound: « perseuse » and « perceuse », « racklette » and « raclette », « Échelles » and « echelle »."""

import re
import unicodedata

# Applied in this order to a word without accents. French spells one sound in many ways; people pick one of them.
SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("sch", "ch"),
        ("ph", "f"),
        ("(?<!c)h", ""),
        ("c(?=[eiy])", "s"),
        ("sc(?=[eiy])", "s"),
        ("qu|ck|c(?!h)|q", "k"),
        ("z", "s"),
        ("x$", "s"),
        ("y", "i"),
        ("eaux?|aux?", "o"),
        ("ai|ei", "e"),
        ("o[td]$", "o"),
        (r"(.)\1+", r"\1"),
        ("(?<=..)e$", ""),
    )
]
SHORTEST_NEAR = 6  # letters of sound: in shorter words one letter makes another word (« tente », « tante »)


def tokens(text: str) -> list[str]:
    """Lower case, no accents; hyphens and apostrophes part words."""
    opened = text.lower().replace("œ", "oe").replace("æ", "ae")
    plain = unicodedata.normalize("NFKD", opened)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", plain)


def singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def sound(word: str) -> str:
    """A key that words which sound alike share, one or many of them. Takes a token."""
    word = singular(word)
    for pattern, replacement in SOUNDS:
        word = pattern.sub(replacement, word)
    return word


def near(one: str, other: str) -> bool:
    """Do two sounds of six letters or more differ by one letter: wrong, missing, added or changed places?"""
    if min(len(one), len(other)) < SHORTEST_NEAR or abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    rests = one[start:], other[start:]
    swapped = rests[0][:2] == rests[1][1::-1] and rests[0][2:] == rests[1][2:]
    return swapped or rests[0][1:] in (rests[1], rests[1][1:]) or rests[0] == rests[1][1:]
