"""A list as a town hall sends it: its rows, and which of its columns says what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

from placette.core import columns, tables
from placette.core.columns import Column
from placette.core.tables import Row

NAMED = 2_000  # lines that are left out, of which the page says why; the others are counted


@dataclass(frozen=True)
class Sent:
    """`columns`: our column, and the place of theirs."""

    names: Sequence[str]
    columns: Mapping[str, int]
    rows: Sequence[Row]


@dataclass
class Read[Taken]:
    """What a list gives. `taken`: what is kept of each line; `refused` and `unsure`: line, what stands there, why."""

    taken: list[Taken] = field(default_factory=list)
    refused: list[tuple[int, str, str]] = field(default_factory=list)
    unsure: list[tuple[int, str, str]] = field(default_factory=list)
    refused_count: int = 0
    seen: dict[str, int] = field(default_factory=dict)

    def refuse(self, number: int, what: str, why: str) -> None:
        self.refused_count += 1
        if len(self.refused) < NAMED:
            self.refused.append((number, what[:120], why))


def sent(file: IO[bytes], ours: Collection[Column], most: int, too_many: str) -> Sent:
    """Unreadable where it is no list, or one of more than `most` rows. A third of a second for 13,000."""
    table = tables.read(file, columns.known(ours))
    rows: list[Row] = []
    for row in table.rows:
        if len(rows) == most:
            raise tables.Unreadable(too_many)
        rows.append(row)
    return Sent(table.names, columns.guessed(ours, table.names), rows)
