"""From what people write to what they mean."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from .spelling import sound, tokens
from .things import ARTICLES, asked_by, book, heard, is_little

PIECES = re.compile(r"[.,;:!?()\n]+")
PURPOSE = frozenset(
    ("pour", "afin", "car", "parce")
)  # « une brouette pour du bois »: a barrow is asked, not wood


@dataclass(frozen=True)
class Meaning:
    """`things`: lines of things.txt that are named. `words`: where none is, those of the first part that tells something.

    `more`: what is said of the things, « double » of « échelle double ».
    """

    things: frozenset[int] = frozenset()
    words: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    sounds: tuple[str, ...] = field(default=(), repr=False)

    def __bool__(self) -> bool:
        return bool(self.things or self.words)

    def names(self, *, asking: bool = True) -> list[str]:
        """All names of the things that answer these (or, for an offer, of those that these answer)."""
        numbers: Iterable[int] = {
            each for thing in self.things for each in (book().answers[thing] if asking else asked_by()[thing])
        }
        return [name for number in sorted(numbers) for name in book().things[number].names]

    def answered_by(self, offer: str) -> bool:
        """Does an offer that shares words name the thing itself? « Pompe à vélo » is no « vélo »."""
        if not self.things:
            return True
        wanted = frozenset[int]().union(*(book().answers[thing] for thing in self.things))
        return not wanted.isdisjoint(meaning_of(offer).things)

    def corrected(self) -> "Meaning":
        """With the things that are one letter away."""
        known = [book().corrected(each) for each in self.sounds]
        return replace(self, things=frozenset(thing for thing, _, _ in book().spot(known)), words=())


@lru_cache(4096)
def meaning_of(text: str) -> Meaning:
    things: set[int] = set()
    more: tuple[str, ...] = ()
    unknown: Meaning | None = None
    for piece in PIECES.split(text[:400]):
        meaning = _of_piece([token for token in tokens(piece) if token not in ARTICLES])
        things |= meaning.things
        more += meaning.more
        unknown = unknown or (meaning if meaning.words else None)
    words, sounds = (unknown.words, unknown.sounds) if unknown and not things else ((), ())
    return Meaning(frozenset(things), words, more, sounds)


def _of_piece(words: list[str]) -> Meaning:
    found = book().spot(heard(words))
    head = next((i for i, word in enumerate(words) if word in PURPOSE), len(words))
    ahead = [each for each in found if each[1] < head]
    if ahead:
        named = {i for _, start, end in ahead for i in range(start, end)}
        more = _telling([word for i, word in enumerate(words[:head]) if i not in named])
        return Meaning(things=frozenset(thing for thing, _, _ in ahead), more=tuple(more))
    told = _telling(words[:head])
    if not told:
        if found:
            return Meaning(things=frozenset(thing for thing, _, _ in found))
        told = _telling(words[head + 1 :])
    return Meaning(words=tuple(told), sounds=tuple(sound(word) for word in told))


def _telling(words: list[str]) -> list[str]:
    said = [word for word in words if not is_little(word) and word not in PURPOSE]
    return [word for word in said if len(word) > 1 and not word.isdigit()]
