"""The ways of one role as columns in memory, sorted by how long and where they are, kept as new as the table.

A country's million ways are 150 MB. Blocks of neighbours know the box about all of them: a search looks at the boxes,
then reads only the blocks that it touches, from one end to the other.
"""

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection

BLOCK = 512  # ways
TAIL = 20_000  # ways that are new since all were sorted; a search reads each of them
NOT_THERE = -1.0  # the reach of a way that is gone: shorter than any road

# Columns of a way, by their types in PostgreSQL's binary COPY, which numpy reads as they come.
COLUMNS = {
    "way": (">i8", "id"), "changed": (">i8", "changed::text::bigint"),
    "ax": (">f8", "a -> 1"), "ay": (">f8", "a -> 2"), "az": (">f8", "a -> 3"),
    "bx": (">f8", "b -> 1"), "by": (">f8", "b -> 2"), "bz": (">f8", "b -> 3"),
    "crow": (">f8", "a <-> b"), "reach": (">f8", f"CASE WHEN is_open THEN reach ELSE {NOT_THERE} END"),
    "west": (">f8", "(area[1])[0]"), "south": (">f8", "(area[1])[1]"),
    "east": (">f8", "(area[0])[0]"), "north": (">f8", "(area[0])[1]"),
    "clock": (">i4", "clock"), "flexibility": (">i4", "flexibility"), "seats": (">i4", "seats::int"),
    "first_day": (">i4", "coalesce(way.on, first_day) - DATE '1970-01-01'"),
    "last_day": (">i4", "coalesce(way.on, last_day, DATE '4000-01-01') - DATE '1970-01-01'"),
    "weekdays": (">i4", "coalesce(weekdays::int, 127)"),
    "audience": ("S9", "rpad(audience, 9)"), "commune": ("S5", "rpad(commune_id, 5)"),
}  # fmt: skip
_NEWS = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, EXISTS (SELECT FROM carpool_way WHERE changed >= %s::text::xid8)
"""
_READ = "COPY (SELECT {} FROM carpool_way way WHERE role = '{}' AND changed >= '{}'::xid8) TO STDOUT (FORMAT binary)"
_HEADER, _TRAILER = 19, 2  # bytes of that format
_ROW = np.dtype(
    [("_fields", ">i2")]
    + [pair for name, (kind, _) in COLUMNS.items() for pair in ((f"_{name}", ">i4"), (name, kind))]
)

type Rows = dict[str, np.ndarray]


@dataclass(frozen=True)
class Ways:
    """What was read: `blocks` have the shape (blocks, BLOCK), filled up with ways that are not there."""

    blocks: Rows
    west: np.ndarray  # of each block
    south: np.ndarray
    east: np.ndarray
    north: np.ndarray
    tail: Rows

    def near(self, west: float, south: float, east: float, north: float, *, around: bool) -> "Near":
        """The ways whose blocks touch this box, or with `around` hold it, one after the other."""
        if around:
            touched = (
                (self.west <= west) & (self.south <= south) & (self.east >= east) & (self.north >= north)
            )
        else:
            touched = (
                (self.west <= east) & (self.south <= north) & (self.east >= west) & (self.north >= south)
            )
        return Near(self, np.flatnonzero(touched))


class Near(dict[str, np.ndarray]):
    """Columns of some blocks and of the tail, each copied when it is asked for."""

    def __init__(self, ways: Ways, which: np.ndarray) -> None:
        super().__init__()
        self._ways, self._which = ways, which

    def __missing__(self, name: str) -> np.ndarray:
        column = self._ways.blocks[name][self._which].ravel()
        tail = self._ways.tail[name]
        self[name] = np.concatenate((column, tail)) if len(tail) else column
        return self[name]


class ColumnTable:
    """The open ways of one role; `fresh` reads first what was committed since."""

    def __init__(self, role: str) -> None:
        self._role = role
        self._lock = threading.Lock()
        self._since = 0  # every transaction before this one had ended when we read
        self._ways: Ways | None = None
        self._places: tuple[np.ndarray, np.ndarray] = np.empty(0, int), np.empty(0, int)

    def fresh(self) -> Ways:
        """One query by the index way_changed, and another where something is new; at first all is read (a million in
        some seconds).
        """
        with self._lock, connection.cursor() as cursor:
            cursor.execute(_NEWS, [self._since])
            since, is_new = cursor.fetchone()
            if self._ways is None:
                self._ways = self._sorted(self._read(cursor, 0))
            elif is_new:
                self._take(self._read(cursor, self._since))
            self._since = since
            return self._ways

    def _read(self, cursor: Any, since: int) -> Rows:
        asked = _READ.format(", ".join(each for _, each in COLUMNS.values()), self._role, since)
        with cursor.copy(asked) as copy:
            content = b"".join(copy)
        rows = np.frombuffer(content[_HEADER:-_TRAILER], _ROW)
        return {name: rows[name].astype(rows[name].dtype.newbyteorder("=")) for name in COLUMNS}

    def _take(self, rows: Rows) -> None:
        """What is new goes to the tail; what it was before is gone."""
        assert self._ways is not None
        tail = self._ways.tail
        kept = ~np.isin(tail["way"], rows["way"])
        tail = {name: np.concatenate((tail[name][kept], rows[name])) for name in COLUMNS}
        known, at = self._places
        found = np.searchsorted(known, rows["way"])
        found = found[(found < len(known))]
        there = found[np.isin(known[found], rows["way"])]
        self._ways.blocks["reach"].reshape(-1)[at[there]] = NOT_THERE
        self._ways = Ways(
            self._ways.blocks, self._ways.west, self._ways.south, self._ways.east, self._ways.north, tail
        )
        if len(tail["way"]) > TAIL:
            flat = {name: column.reshape(-1) for name, column in self._ways.blocks.items()}
            self._ways = self._sorted({name: np.concatenate((flat[name], tail[name])) for name in COLUMNS})

    def _sorted(self, rows: Rows) -> Ways:
        there = rows["reach"] > NOT_THERE
        rows = {name: column[there] for name, column in rows.items()}
        order = _order(rows)
        blocks = {name: _in_blocks(column[order], name) for name, column in rows.items()}
        ways = blocks["way"].reshape(-1)
        at = np.argsort(ways, kind="stable")
        self._places = ways[at], at
        return Ways(
            blocks,
            blocks["west"].min(axis=1),
            blocks["south"].min(axis=1),
            blocks["east"].max(axis=1),
            blocks["north"].max(axis=1),
            {name: column[:0] for name, column in rows.items()},
        )


def _order(rows: Rows) -> np.ndarray:
    """Ways of like length together, then neighbours: by the cells of a grid as fine as the ways are long, in Z's."""
    wide = np.maximum(rows["east"] - rows["west"], rows["north"] - rows["south"])
    size = np.ceil(np.log2(wide + 1_000))
    cell = 2 ** (size - 2)
    column = np.floor((rows["west"] + rows["east"]) / 2 / cell).astype(np.int64)
    row = np.floor((rows["south"] + rows["north"]) / 2 / cell).astype(np.int64)
    return np.lexsort((_spread(column) | _spread(row) << 1, size))


def _spread(number: np.ndarray) -> np.ndarray:
    """Its last sixteen bits with a gap before each, for another number's: cells in the order of a Z are neighbours."""
    number = number & 0xFFFF
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        number = (number | number << shift) & mask
    return number


def _in_blocks(column: np.ndarray, name: str) -> np.ndarray:
    missing = -len(column) % BLOCK
    last = column[-1:] if len(column) else column
    filled = np.concatenate((column, np.repeat(last, missing)))
    if name in ("reach", "way") and missing:
        filled[-missing:] = NOT_THERE
    return filled.reshape(-1, BLOCK)
