"""What a commune takes with it when its space closes, and what is erased then. Rooms add themselves in their apps.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

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


@contextmanager
def letting_go() -> Iterator[None]:
    """Within it the database lets go of what its triggers otherwise keep: what was asked, what was paid. For erasers alone.

    Of this transaction only: a rollback, also to a savepoint, takes it back as well.
    """
    _set("on")
    yield
    _set("")


def _set(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('placette.erasing', %s, true)", [value])
