"""Which share each line of a statement pays: by the reference in its words, then by its amount."""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from placette.groupbuys.actions.payments import Received

from .lines import Entry, Left, Reason, Statement

NOT_OF_REFERENCES = re.compile(r"[^A-Z0-9]")


@dataclass(frozen=True)
class Owed:
    """A share as its organiser knows it; `rest` cents are still owed."""

    share: int
    name: str
    rest: int


@dataclass(frozen=True)
class Matched:
    """A line that names a share. Its amount is not always what was owed: `rest` cents were."""

    number: int
    name: str
    rest: int
    received: Received


@dataclass(frozen=True)
class Preview:
    """`ready`: noted as they are. `doubtful`: another amount than what is owed; the organiser says. `known`: noted before."""

    ready: list[Matched] = field(default_factory=list)
    doubtful: list[Matched] = field(default_factory=list)
    known: list[Matched] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def match(statement: Statement, owed: Mapping[str, Owed], sources: Set[str]) -> Preview:
    """`owed` by reference. `sources`: of payments that are noted already."""
    preview = Preview(left=list(statement.left))
    named: dict[int, list[tuple[Entry, Owed, str]]] = {}
    lengths = sorted({len(reference) for reference in owed}, reverse=True)
    seen: dict[str, int] = {}
    for entry in statement.entries:
        found = _references(entry.text, owed, lengths)
        if len(found) != 1:
            reason = Reason.SEVERAL if found else Reason.UNKNOWN
            preview.left.append(Left(entry.number, reason, entry.day, entry.cents))
            continue
        whose = owed[found.pop()]
        source = _source(whose.share, entry, seen)
        if source in sources:
            preview.known.append(_matched(entry, whose, source, expected=True))
        else:
            named.setdefault(whose.share, []).append((entry, whose, source))
    for lines in named.values():
        _sort(lines, preview)
    for each in (preview.ready, preview.doubtful, preview.left):
        each.sort(key=lambda line: line.number)
    return preview


def _references(text: str, owed: Mapping[str, Owed], lengths: Iterable[int]) -> set[str]:
    """Wherever it stands, with whatever spaces and case: of « Rf18 0000-0100 001 » only letters and figures count."""
    bare = NOT_OF_REFERENCES.sub("", text.upper())
    found = set()
    for start in re.finditer("RF", bare):
        for length in lengths:
            if (reference := bare[start.start() : start.start() + length]) in owed:
                found.add(reference)
                break
    return found


def _source(share: int, entry: Entry, seen: dict[str, int]) -> str:
    """The same in a CSV, OFX or CAMT file of the same account, and in two files whose days overlap; it tells two equal
    transfers of a day from each other.
    """
    line = f"{share}:{entry.day.isoformat()}:{entry.cents}"
    seen[line] = seen.get(line, 0) + 1
    return f"bank:{line}:{seen[line]}"


def _sort(lines: list[tuple[Entry, Owed, str]], preview: Preview) -> None:
    """What is owed may come in parts that make the whole; otherwise the first line that fits is it."""
    rest = lines[0][1].rest
    whole = rest > 0 and sum(entry.cents for entry, _owed, _source in lines) == rest
    for entry, whose, source in lines:
        fits = whole or (rest > 0 and entry.cents == rest)
        (preview.ready if fits else preview.doubtful).append(_matched(entry, whose, source, expected=fits))
        if fits and not whole:
            rest = 0


def _matched(entry: Entry, whose: Owed, source: str, *, expected: bool) -> Matched:
    received = Received(whose.share, entry.day, entry.cents, source, expected)
    return Matched(entry.number, whose.name, whose.rest, received)
