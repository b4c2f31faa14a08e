"""The directory as a file, with the names of columns that an import understands: it comes back as it went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import translation

from placette.townhall.dashboard.exports import Row

from .kinds import Kind


def rows(kind: Kind, commune_code: str) -> list[Row]:
    """One query."""
    names = [column.name for column in kind.columns]
    return lines(kind, kind.model.objects.filter(commune=commune_code).values_list(*names))


def lines(kind: Kind, entries: Iterable[Sequence[object]]) -> list[Row]:
    """`entries`: their values in the order of our columns."""
    with translation.override("fr"):
        head = tuple(str(column.label) for column in kind.columns)
    return [head, *(tuple("" if cell is None else str(cell) for cell in entry) for entry in entries)]
