"""The things that people lend and do, with all their names: things.txt, read once a process."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .spelling import near, singular, sound, tokens

FOLDER = Path(__file__).parent
# Between the words of a name these come and go: « monter une armoire », « monter mon armoire ».
ARTICLES = frozenset(
    [
        "un",
        "une",
        "des",
        "de",
        "du",
        "d",
        "le",
        "la",
        "les",
        "l",
        "au",
        "aux",
        "a",
        "en",
        "mon",
        "ma",
        "me",
        "mes",
        "ton",
        "ta",
        "te",
        "son",
        "sa",
        "se",
        "notre",
        "nos",
        "votre",
        "vos",
        "leur",
    ]
)

type Name = tuple[str, ...]  # the sounds of its words, articles left out


@dataclass(frozen=True)
class Thing:
    """One line of things.txt."""

    names: tuple[str, ...]
    also_answered_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Book:
    things: tuple[Thing, ...]
    by_name: dict[Name, int]
    longest: int
    sounds: frozenset[str]
    answers: tuple[frozenset[int], ...]  # the things that answer each thing, itself first of all

    def spot(self, words: list[str]) -> list[tuple[int, int, int]]:
        """(thing, start, end) of the names in these sounds, from the left, the longest first."""
        found, start = [], 0
        while start < len(words):
            for end in range(min(start + self.longest, len(words)), start, -1):
                thing = self.by_name.get(tuple(words[start:end]))
                if thing is not None:
                    found.append((thing, start, end))
                    start = end - 1
                    break
            start += 1
        return found

    def corrected(self, word: str) -> str:
        """The known sound that is one letter away, or the word as it is."""
        if word in self.sounds:
            return word
        return min((known for known in self.sounds if near(word, known)), default=word)


def heard(words: list[str]) -> list[str]:
    """How words sound. Little words stay as they are written: « chez » sounds like « chaise »."""
    return [word if is_little(word) else sound(word) for word in words if word not in ARTICLES]


def name_of(text: str) -> Name:
    return tuple(heard(tokens(text)))


@cache
def book() -> Book:
    things = [_thing(line) for line in _lines("things.txt")]
    by_name: dict[Name, int] = {}
    for number, thing in enumerate(things):
        for name in _spellings(thing):
            if by_name.setdefault(name, number) != number:
                raise ValueError(f"things.txt gives {' '.join(name)!r} to two things")
    answers = tuple(
        frozenset([number, *(by_name[name_of(name)] for name in thing.also_answered_by)])
        for number, thing in enumerate(things)
    )
    sounds = frozenset(part for name in by_name for part in name)
    return Book(tuple(things), by_name, max(map(len, by_name)), sounds, answers)


def is_little(word: str) -> bool:
    return word in _little_words() or singular(word) in _little_words()


@cache
def asked_by() -> dict[int, frozenset[int]]:
    """For each thing, those whose requests it answers."""
    asked = defaultdict(set)
    for number, answers in enumerate(book().answers):
        for answer in answers:
            asked[answer].add(number)
    return {thing: frozenset(numbers) for thing, numbers in asked.items()}


def _spellings(thing: Thing) -> set[Name]:
    """Its names, and those with a hyphen also in one word: « ping-pong », « pingpong »."""
    glued = [name.replace("-", "") for name in thing.names if "-" in name]
    return {name_of(name) for name in (*thing.names, *glued)}


@cache
def _little_words() -> frozenset[str]:
    return frozenset(token for line in _lines("little_words.txt") for token in tokens(line))


def _thing(line: str) -> Thing:
    names, _, broader = line.partition(">")
    return Thing(_parted(names), _parted(broader))


def _parted(text: str) -> tuple[str, ...]:
    return tuple(name for name in (part.strip() for part in text.split(",")) if name)


def _lines(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]
