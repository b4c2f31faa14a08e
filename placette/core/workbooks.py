"""XLSX as lines of cells: the values that the spreadsheet shows, never a formula. Read by openpyxl, line by line, with
defusedxml under it.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from . import text
from .tables import MAX_COLUMNS, MAX_ROWS, Unreadable, too_wide

MAX_LINES = 20_000  # six thousand lines a second: what a person would wait for
MAX_UNPACKED = 100_000_000  # bytes; a file of some kB may unpack to as much as one likes
MAX_WORDS = 30_000_000  # bytes of its texts, which are held at once
MAX_BESIDE = 5_000_000  # bytes of styles and the like, read as one tree before the first row
BROKEN = (
    zipfile.BadZipFile, InvalidFileException, DefusedXmlException, ParseError, KeyError, ValueError, IndexError,
    TypeError, AttributeError, OSError, EOFError, zlib.error, lzma.LZMAError, RuntimeError, NotImplementedError,
)  # fmt: skip


def lines(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """Of the first sheet that is shown and not empty. Unreadable: what is no workbook, or too large a one."""
    try:
        with zipfile.ZipFile(file) as packed:
            names, is_too_large = set(packed.namelist()), _is_too_large(packed.infolist())
        if "xl/workbook.xml" not in names:
            raise Unreadable(_another_kind(names))
        if is_too_large:
            raise Unreadable(_too_long())
        file.seek(0)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            yield from _of_first(book)
        finally:
            book.close()
    except Unreadable:
        raise
    except BROKEN:
        raise Unreadable(
            _(
                "Ce classeur est abîmé : ouvrez-le dans votre tableur, enregistrez-le de nouveau en .xlsx ou en .csv."
            )
        ) from None


def _is_too_large(members: list[zipfile.ZipInfo]) -> bool:
    """By what they say of themselves; zipfile unpacks no more than that."""

    def most(name: str) -> int:
        if name.startswith("xl/worksheets/"):
            return MAX_UNPACKED
        return MAX_WORDS if name == "xl/sharedStrings.xml" else MAX_BESIDE

    too_large = any(
        each.file_size > most(each.filename) for each in members if each.filename.endswith((".xml", ".rels"))
    )
    return too_large or sum(each.file_size for each in members) > MAX_UNPACKED


def _of_first(book: Any) -> Iterator[tuple[int, list[str]]]:
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()  # some programs write a wrong one
        filled = 0
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = [_written(value) for value in values]
            while cells and not cells[-1]:
                cells.pop()
            if len(cells) > MAX_COLUMNS:
                raise Unreadable(too_wide())
            filled += any(cells)
            if filled > MAX_LINES or number > MAX_ROWS:
                raise Unreadable(_too_long())
            if any(cells):
                yield number, cells
        if filled:
            return


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date() if (value.hour, value.minute, value.second) == (0, 0, 0) else value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return text.one_line(str(value))


def _another_kind(names: set[str]) -> str:
    if "content.xml" in names:
        return _(
            "C’est un classeur LibreOffice (.ods) : enregistrez-le en .xlsx ou en .csv, puis renvoyez-le."
        )
    return _(
        "C’est un dossier compressé (.zip) : ouvrez-le, et envoyez le fichier .csv ou .xlsx qu’il contient."
    )


def _too_long() -> str:
    most = f"{MAX_LINES:,}".replace(",", "\u202f")
    return _(
        "Ce classeur a plus de %(most)s lignes : enregistrez-le en .csv, que nous lisons jusqu’au bout."
    ) % {"most": most}
