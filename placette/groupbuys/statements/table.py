"""A statement as CSV: whatever its separator and encoding, with its columns found by the names that banks give them."""

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from django.utils.translation import gettext as _

from .figures import cents_of, day_of
from .lines import Entry, Left, Reason, Statement, Unreadable

SEPARATORS = ";,\t"
TABLE_WITHIN = 40  # lines; before it stand the account, its owner, its balance
LABEL_WITHIN = 20  # lines of one label; a quotation mark alone would swallow all that follows
MOST_LINES = 50_000
# The day on which it came stands before that from which it counts.
DAYS = ("date operation", "date de l operation", "date d operation", "dateop", "date comptable", "date de comptabilisation", "date")  # fmt: skip

type Row = tuple[int, list[str]]
type Quoting = Literal[0, 3]  # csv.QUOTE_MINIMAL, csv.QUOTE_NONE


@dataclass(frozen=True)
class Columns:
    """Where what stands; `credit` alone, or `amount` with its sign."""

    day: int
    amount: int | None
    credit: int | None
    debit: int | None
    side: int | None

    @property
    def needed(self) -> int:
        money = [each for each in (self.amount, self.credit) if each is not None]
        return max(self.day, *money) + 1


def read(content: bytes) -> Statement:
    """Raises Unreadable where no line names its columns."""
    lines = _decoded(content).splitlines(keepends=True)
    if len(lines) > MOST_LINES:
        raise Unreadable(_("Ce relevé a trop de lignes : choisissez une période plus courte."))
    rows, columns = _table(lines)
    entries, left = list[Entry](), list[Left]()
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        line = _line(number, cells, columns)
        if isinstance(line, Entry):
            entries.append(line)
        else:
            left.append(line)
    return Statement(entries, left)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _table(lines: Sequence[str]) -> tuple[list[Row], Columns]:
    """What follows the line that names the columns, whichever separator makes sense of it."""
    for separator in SEPARATORS:
        rows = _rows(lines, separator)
        for index, (_number, cells) in enumerate(rows[:TABLE_WITHIN]):
            if columns := _columns(cells):
                return rows[index + 1 :], columns
    raise Unreadable(
        _(
            "Nous ne trouvons pas les colonnes de ce fichier : il faut au moins une date, et un crédit ou un montant."
        )
    )


def _rows(lines: Sequence[str], separator: str) -> list[Row]:
    quoted = list(_parsed(lines, separator, csv.QUOTE_MINIMAL))
    begins = [number for number, _cells in quoted] + [len(lines) + 1]
    if any(after - number > LABEL_WITHIN for number, after in pairwise(begins)):
        return list(_parsed(lines, separator, csv.QUOTE_NONE))
    return quoted


def _parsed(lines: Sequence[str], separator: str, quoting: Quoting) -> Iterator[Row]:
    """Each row with the number of its first line."""
    reader = csv.reader(lines, delimiter=separator, quoting=quoting)
    number = 1
    try:
        for cells in reader:
            yield number, cells
            number = reader.line_num + 1
    except csv.Error:  # a cell longer than any label
        yield number, [""]


def _columns(cells: Sequence[str]) -> Columns | None:
    names = [_plain(cell) for cell in cells]
    day = next((names.index(name) for name in DAYS if name in names), None)
    if day is None:
        day = _first(names, "date")
    amount, credit, debit = (_first(names, word) for word in ("montant", "credit", "debit"))
    if day is None or (amount is None and credit is None):
        return None
    return Columns(day, amount, credit, debit, _first(names, "sens"))


def _first(names: Sequence[str], word: str) -> int | None:
    return next((index for index, name in enumerate(names) if name.startswith(word)), None)


def _plain(cell: str) -> str:
    """« Date de l’opération » → « date de l operation »."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", cell) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[a-z]+", bare.lower()))


def _line(number: int, cells: Sequence[str], columns: Columns) -> Entry | Left:
    if len(cells) < columns.needed:
        return Left(number, Reason.CUT)
    try:
        day = day_of(cells[columns.day])
    except ValueError:
        return Left(number, Reason.DAY)
    try:
        cents = _cents(cells, columns)
    except ValueError:
        return Left(number, Reason.AMOUNT, day)
    if cents <= 0:
        return Left(number, Reason.DEBIT, day, cents)
    return Entry(number, day, cents, " ".join(cells))


def _cents(cells: Sequence[str], columns: Columns) -> int:
    """What came; negative or nothing where it went."""
    if columns.credit is not None:
        came = cells[columns.credit].strip()
        if came:
            return abs(cents_of(came))
        debit = columns.debit
        if debit is not None and debit < len(cells) and cells[debit].strip():
            return -abs(cents_of(cells[debit]))
    if columns.amount is None:
        raise ValueError("no amount")
    cents = cents_of(cells[columns.amount])
    side = columns.side
    went = side is not None and side < len(cells) and _plain(cells[side]).startswith("d")
    return -abs(cents) if went else cents
