"""A table as people send it, from a spreadsheet or from another program: CSV or XLSX, read as rows of text.

Encoding, delimiter and line of names are found out; what cannot be read is refused with what to do. Rows come one by one:
nothing of a file is held longer than its row, and who reads decides what is worth keeping.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO

from django.utils.translation import gettext as _

from . import text

MAX_BYTES = 60_000_000  # the national directory of associations, of one department
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_SIGNS = 1_000_000  # of one row: a file of one line is no list, and its cells would be held at once
LOOKED_AT = 20  # first lines, among which that of the names is found
PORTION = 1 << 16
DELIMITERS = ";,\t|"  # French spreadsheets write the first
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class Unreadable(ValueError):
    """The file is not taken; its words say why and what to do."""


@dataclass(frozen=True)
class Row:
    number: int  # as the spreadsheet counts its lines, from 1
    cells: tuple[str, ...]  # as many as there are names, each as one line of text
    overflows: bool = False  # it holds more cells than there are names: a delimiter too many


@dataclass(frozen=True)
class Table:
    names: tuple[str, ...]
    rows: Iterator[Row]  # once; Unreadable where the file ends otherwise than it began, or never


def read(file: IO[bytes], known: Collection[str] = ()) -> Table:
    """`known`: names of columns that the reader would understand, folded; they tell the line of names from the others.

    Unreadable: for what is no table, too large, or empty.
    """
    lines = ((number, cells) for number, cells in _lines(file) if any(cells))
    first = list(islice(lines, LOOKED_AT))
    if not first:
        raise Unreadable(_("Ce fichier est vide. Choisissez celui qui contient la liste."))
    at = _line_of_names(first, set(known))
    width = max(len(cells) for _number, cells in first[at:])
    names = first[at][1] if _is_head(first[at][1]) else ()
    rest = first[at + 1 :] if names else first[at:]
    return Table(_told_apart(names, len(names) or width), _rows(chain(rest, lines), len(names) or width))


def folded(name: str) -> str:
    """« Nom de l’association » and « NOM_DE_L_ASSOCIATION » are the same: letters and digits alone."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9]", "", plain)


def too_wide() -> str:
    return _("Ce fichier a plus de %(most)d colonnes : gardez celles qu’il faut.") % {"most": MAX_COLUMNS}


def _lines(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    size = file.seek(0, io.SEEK_END)
    if size > MAX_BYTES:
        raise Unreadable(
            _("Ce fichier est trop lourd : %(most)d Mo au plus. Gardez seulement les lignes utiles.")
            % {"most": MAX_BYTES // 1_000_000}
        )
    file.seek(0)
    begins = file.read(512)
    file.seek(0)
    if begins.startswith(b"PK"):
        from .workbooks import lines  # openpyxl costs a tenth of a second that most processes never need

        return lines(file)
    if begins.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")):
        raise Unreadable(
            _(
                "Nous ne lisons pas ce fichier : c’est un ancien classeur (.xls), un fichier protégé ou un document. "
                "Ouvrez-le dans votre tableur et enregistrez-le en .xlsx ou en .csv."
            )
        )
    return _lines_of_text(file)


def _lines_of_text(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    letters = io.TextIOWrapper(file, encoding=_encoding(file), newline="")
    signs = 0  # of the row that is being read, whose quoted cells may hold many lines

    def short_lines() -> Iterator[str]:
        nonlocal signs
        while line := letters.readline(MAX_SIGNS + 1):
            signs += len(line)
            if signs > MAX_SIGNS:
                raise Unreadable(_too_long(lines.line_num + 1))
            yield line

    try:
        delimiter = _delimiter(letters.read(PORTION))
        letters.seek(0)
        lines = csv.reader(short_lines(), delimiter=delimiter, strict=True)
        for cells in lines:
            if any(cells[MAX_COLUMNS:]):
                raise Unreadable(too_wide())
            signs = 0
            yield lines.line_num, [_line(cell) for cell in cells[:MAX_COLUMNS]]
    except csv.Error:
        said = _(
            'Près de la ligne %(line)d, un guillemet (") est mal placé ou n’est pas fermé. Corrigez-le, puis renvoyez le fichier.'
        )
        raise Unreadable(said % {"line": max(1, lines.line_num)}) from None
    except UnicodeError:
        raise Unreadable(_not_text()) from None
    finally:
        letters.detach()


def _encoding(file: IO[bytes]) -> str:
    """UTF-8 where all of it is, else as Windows writes French. Latin-1 is the same but for signs that nobody types."""
    begins = file.read(4)
    file.seek(0)
    for mark, encoding in MARKS.items():
        if begins.startswith(mark):
            return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8"
    try:
        while portion := file.read(PORTION):
            if b"\x00" in portion:
                raise Unreadable(_not_text())
            decoder.decode(portion)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        encoding = "cp1252"
    file.seek(0)
    return encoding


def _delimiter(begins: str) -> str:
    """The one that parts most of the first lines into the same number of cells: commas in a sentence do not."""
    whole = begins[: begins.rfind("\n") + 1] or begins

    def agreeing(delimiter: str) -> tuple[int, int]:
        lines = csv.reader(io.StringIO(whole, newline=""), delimiter=delimiter)
        try:
            widths = Counter(len(cells) for cells in islice(lines, LOOKED_AT) if len(cells) > 1)
        except csv.Error:
            return 0, 0
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    return max(DELIMITERS, key=agreeing)


def _line_of_names(lines: Sequence[tuple[int, list[str]]], known: set[str]) -> int:
    """Above it may stand a title. The line with most known names; else the first that is about as full as any."""
    understood = [len({folded(cell) for cell in cells} & known) for _number, cells in lines]
    if max(understood):
        return understood.index(max(understood))
    filled = [sum(map(bool, cells)) for _number, cells in lines]
    return next(
        at for at, count in enumerate(filled) if 2 * count >= max(filled) and count >= min(2, max(filled))
    )


def _is_head(cells: Sequence[str]) -> bool:
    """Names have no number and no address in them."""
    return not any("@" in cell or re.fullmatch(r"[\d\s.,/+-]+", cell) for cell in cells)


def _told_apart(names: Sequence[str], width: int) -> tuple[str, ...]:
    if width > MAX_COLUMNS:
        raise Unreadable(too_wide())
    apart: list[str] = []
    for at in range(width):
        name = (names[at] if at < len(names) else "")[:80] or _("Colonne %(number)d") % {"number": at + 1}
        again = sum(1 for each in apart if each == name or each.startswith(f"{name} ("))
        apart.append(f"{name} ({again + 1})" if again else name)
    return tuple(apart)


def _rows(lines: Iterable[tuple[int, list[str]]], width: int) -> Iterator[Row]:
    for count, (number, cells) in enumerate(lines):
        if count == MAX_ROWS:
            said = _(
                "Ce fichier a plus de %(most)s lignes : partagez-le, ou gardez seulement celles de votre commune."
            )
            raise Unreadable(said % {"most": f"{MAX_ROWS:,}".replace(",", "\u202f")})
        filled = tuple(cells[:width]) + ("",) * (width - len(cells))
        yield Row(number, filled, any(cells[width:]))


def _line(cell: str) -> str:
    """As `text.one_line`, fast where there is nothing to take out."""
    return " ".join(cell.split()) if cell.isprintable() else text.one_line(cell)


def _too_long(line: int) -> str:
    said = _("Près de la ligne %(line)d, une ligne dépasse un million de signes : est-ce bien une liste ?")
    return said % {"line": line}


def _not_text() -> str:
    return _(
        "Nous ne lisons pas ce fichier : ses lettres ne sont ni en UTF-8 ni en Windows. Ouvrez-le dans votre tableur et "
        "enregistrez-le en .xlsx ou en .csv."
    )
