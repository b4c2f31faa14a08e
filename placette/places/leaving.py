"""What a commune takes with it when its space closes, and what is erased then. Rooms add themselves in their apps.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .models import Commune

type Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Table:
    """One table of the export, written as CSV and as JSON. What residents say to each other is in none (decision 9)."""

    name: str  # « meeting-points »: the name of its files
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


@dataclass(frozen=True)
class Picture:
    """A file that goes along as it is: `name` in the ZIP, `stored` in the storage of files."""

    name: str
    stored: str


tables: list[Callable[[Commune], Iterable[Table]]] = []
pictures: list[Callable[[Commune], Iterable[Picture]]] = []
# Called with the code, in the transaction of the erasure; it may be called again, with nothing left to erase.
erasers: list[Callable[[str], None]] = []
