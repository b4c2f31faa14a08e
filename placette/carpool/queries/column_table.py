"""The ways of one role as columns in memory, sorted by how long and where they are, kept as new as the table.

A country's million ways are 150 MB. Blocks of neighbours know the box about all of them: a search looks at the boxes,
then reads only the blocks that it touches, from one end to the other.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.db import connection

BLOCK = 128  # ways
TAIL = 20_000  # ways that are new since all were sorted; a search reads each of them
NOT_THERE = -1.0  # the reach of a way that is gone: shorter than any road

# Columns of a way, by their types in PostgreSQL's binary COPY, which numpy reads as they come.
COLUMNS = {
    "way": (">i8", "id"), "changed": (">i8", "changed::text::bigint"),
    "ax": (">f8", "a -> 1"), "ay": (">f8", "a -> 2"), "az": (">f8", "a -> 3"),
    "bx": (">f8", "b -> 1"), "by": (">f8", "b -> 2"), "bz": (">f8", "b -> 3"),
    "crow": (">f8", "a <-> b"), "reach": (">f8", f"CASE WHEN is_open THEN reach ELSE {NOT_THERE} END"),
    "west": (">f4", "floor((area[1])[0])::float4"), "south": (">f4", "floor((area[1])[1])::float4"),
    "east": (">f4", "ceil((area[0])[0])::float4"), "north": (">f4", "ceil((area[0])[1])::float4"),
    # When somebody may be picked up, as in carpool_moment (migration 0006).
    "early": (">i4", "((moment[1])[0])::int"), "late": (">i4", "((moment[0])[0])::int"),
    "clock": (">i4", "clock"), "flexibility": (">i4", "flexibility"), "seats": (">i4", "seats::int"),
    "first_day": (">i4", "coalesce(way.on, first_day) - DATE '1970-01-01'"),
    "last_day": (">i4", "coalesce(way.on, last_day, DATE '4000-01-01') - DATE '1970-01-01'"),
    "weekdays": (">i4", "coalesce(weekdays::int, 127)"), "passes_places": (">i4", "cardinality(stop_names)"),
    "audience": ("S9", "rpad(audience, 9)"), "commune": ("S5", "rpad(commune_id, 5)"),
}  # fmt: skip
_NEWS = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, EXISTS (SELECT FROM carpool_way WHERE changed >= %s::text::xid8)
"""
_READ = """
COPY (
    SELECT {} FROM carpool_way way, carpool_moment(
        role, clock, flexibility, reach, way.on, first_day, last_day) AS moment
    WHERE role = '{}' AND changed >= '{}'::xid8
) TO STDOUT (FORMAT binary)
"""
_HEADER, _TRAILER = 19, 2  # bytes of that format
_ROW = np.dtype(
    [("_fields", ">i2")]
    + [pair for name, (kind, _) in COLUMNS.items() for pair in ((f"_{name}", ">i4"), (name, kind))]
)

type Rows = dict[str, np.ndarray]


@dataclass(frozen=True)
class Box:
    """Where, and between which seconds of the day."""

    west: float
    south: float
    east: float
    north: float
    early: int
    late: int


@dataclass(frozen=True)
class Ways:
    """What was read: `blocks` have the shape (blocks, BLOCK), filled up with ways that are not there."""

    blocks: Rows
    low: Rows  # the least west, south, early of each block
    high: Rows  # the most east, north, late
    tail: Rows

    def around(self, box: Box) -> "Near":
        """The ways whose own boxes hold this one, and whose hours meet it."""
        touched = _holds(self.low | self.high, box)
        return self._near(touched, lambda some: _holds(some, box))

    def within(self, box: Box) -> "Near":
        """The ways whose own boxes lie in this one, and whose hours meet it."""
        low, high = self.low, self.high
        touched = (low["west"] <= box.east) & (low["south"] <= box.north)
        touched &= (high["east"] >= box.west) & (high["north"] >= box.south) & _meet(low | high, box)
        return self._near(touched, lambda some: _lies_in(some, box))

    def _near(self, touched: np.ndarray, fits: Callable[[Mapping[str, np.ndarray]], np.ndarray]) -> "Near":
        which = np.flatnonzero(touched)
        found = np.flatnonzero(fits(_Taken(self.blocks, which)))  # of those of the blocks one after the other
        return Near(self, which[found // BLOCK] * BLOCK + found % BLOCK, np.flatnonzero(fits(self.tail)))


def _holds(some: Mapping[str, np.ndarray], box: Box) -> Any:
    holds = some["west"] <= box.west
    holds &= some["south"] <= box.south
    holds &= some["east"] >= box.east
    holds &= some["north"] >= box.north
    return np.logical_and(holds, _meet(some, box), out=holds)


def _lies_in(some: Mapping[str, np.ndarray], box: Box) -> Any:
    lies = some["west"] >= box.west
    lies &= some["south"] >= box.south
    lies &= some["east"] <= box.east
    lies &= some["north"] <= box.north
    return np.logical_and(lies, _meet(some, box), out=lies)


def _meet(some: Mapping[str, np.ndarray], box: Box) -> Any:
    return (some["early"] <= box.late) & (some["late"] >= box.early)


class _Taken(dict[str, np.ndarray]):
    """Columns of some blocks one after the other, each copied when it is asked for."""

    def __init__(self, blocks: Rows, which: np.ndarray) -> None:
        super().__init__()
        self._blocks, self._which = blocks, which

    def __missing__(self, name: str) -> np.ndarray:
        column: np.ndarray = self._blocks[name].take(self._which, axis=0).ravel()
        return column


class Near(dict[str, np.ndarray]):
    """Columns of some ways in the blocks and some in the tail, each copied when it is asked for."""

    def __init__(self, ways: Ways, in_blocks: np.ndarray, in_tail: np.ndarray) -> None:
        super().__init__()
        self._ways, self._in_blocks, self._in_tail = ways, in_blocks, in_tail

    def __missing__(self, name: str) -> np.ndarray:
        column = self._ways.blocks[name].reshape(-1).take(self._in_blocks)
        tail = self._ways.tail[name][self._in_tail]
        self[name] = np.concatenate((column, tail)) if len(tail) else column
        return self[name]

    def only(self, which: np.ndarray) -> "Near":
        """Some of them, by their rising numbers: of these fewer are copied."""
        blocks = len(self._in_blocks)
        split = np.searchsorted(which, blocks)
        return Near(self._ways, self._in_blocks[which[:split]], self._in_tail[which[split:] - blocks])


class ColumnTable:
    """The open ways of one role; `fresh` reads first what was committed since."""

    def __init__(self, role: str) -> None:
        self._role = role
        self._lock = threading.Lock()
        self._since = 0  # every transaction before this one had ended when we read
        self._ways: Ways | None = None
        self._places: tuple[np.ndarray, np.ndarray] = np.empty(0, int), np.empty(0, int)

    def known(self) -> tuple[Ways, int] | None:
        """What was read, and the first transaction that may have changed it since. None before anything is. No query."""
        with self._lock:
            return (self._ways, self._since) if self._ways else None

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
        self._ways = replace(self._ways, tail=tail)
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
        low = {name: blocks[name].min(axis=1) for name in ("west", "south", "early")}
        high = {name: blocks[name].max(axis=1) for name in ("east", "north", "late")}
        return Ways(blocks, low, high, {name: column[:0] for name, column in rows.items()})


def _order(rows: Rows) -> np.ndarray:
    """Ways of like length together, then neighbours: by the cells of a grid as fine as the ways are long, in Z's; then by
    their hours.
    """
    wide = np.maximum(rows["east"] - rows["west"], rows["north"] - rows["south"]).astype(float)
    size = np.ceil(np.log2(wide + 1_000))
    cell = 2 ** (size - 2)
    column = np.floor((rows["west"] + rows["east"]) / 2 / cell).astype(np.int64)
    row = np.floor((rows["south"] + rows["north"]) / 2 / cell).astype(np.int64)
    return np.lexsort((rows["clock"], _spread(column) | _spread(row) << 1, size))


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
