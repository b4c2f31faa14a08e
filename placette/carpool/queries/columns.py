"""The searches of matching.py for a whole country: the same answers from columns in memory (PLACETTE_CARPOOL_IN_MEMORY).

Lines, hours and days are compared here, on what the table holds at this moment; whether each of the best still stands,
goes that day and has seats, the table says itself.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any

import numpy as np
from django.db import connection

from placette.carpool.geometry import CIRCUITY, PACES, Place, place, road_estimate, seconds_estimate, straight
from placette.carpool.queries.column_table import NOT_THERE, Box, ColumnTable, Near, Ways
from placette.carpool.queries.wish import DAY, Candidate, Wish, array, hours
from placette.people.standing import Standing
from placette.places.models import Commune

EPOCH = date(1970, 1, 1)
ASKED_AT_ONCE = 64  # of the best, whether they stand
ROUNDED = 2  # metres: the boxes of ways are kept in whole ones
_tables = {"driver": ColumnTable("driver"), "passenger": ColumnTable("passenger")}

# Of the ways that are proposed, those that are what we read: they stand, go that day, with their free seats. Where no way
# has changed since we read, which the same statement says, drives need not be looked at for that.
_STILL = """
SELECT EXISTS (SELECT FROM carpool_way WHERE changed >= %(since)s::text::xid8), found.*
FROM (SELECT) AS one LEFT JOIN {} AS found ON true
"""
_DRIVERS_NOW = _STILL.format("carpool_passing_now(%(ways)s, %(days)s, %(seats)s, %(person)s)")
_DRIVERS = _STILL.format("carpool_still_passing(%(ways)s, %(changed)s, %(days)s, %(seats)s, %(person)s)")
_PASSENGERS = _STILL.format(
    "carpool_standing_passengers(%(ways)s, %(changed)s, %(days)s, %(p)s, %(q)s, %(seats)s, %(person)s)"
)


class Changed(Exception):
    """Some way is not what we read."""


def drivers(wish: Wish, standing: Standing | None, most: int) -> list[Candidate]:
    """As matching.drivers. One query, three where a way has changed; one more for each 64 ways beyond the first that are
    asked about.
    """
    return _up_to_date("driver", wish, standing, most, _drivers_along, _DRIVERS_NOW, _DRIVERS)


def passengers(wish: Wish, standing: Standing | None, most: int) -> list[Candidate]:
    """As matching.passengers. Queries as those of drivers."""
    return _up_to_date("passenger", wish, standing, most, _passengers_along, _PASSENGERS, _PASSENGERS)


_MOST_LATE = 21_600  # seconds


@dataclass(frozen=True)
class Along:
    """Of the ways near enough: their straight lines, when the driver passes and when she is expected."""

    ap: np.ndarray
    pq: np.ndarray
    qb: np.ndarray
    alone: np.ndarray  # the driver's own line
    passes: np.ndarray
    expected: np.ndarray
    sets_out: int  # 1 where the way that was found is the driver's, -1 where it is the passenger's


type Search = Callable[[Ways, Place, Place, Wish], tuple[Near, Along]]


def _drivers_along(ways: Ways, p: Place, q: Place, wish: Wish) -> tuple[Near, Along]:
    (west, east), (south, north) = sorted((p[1], q[1])), sorted((p[2], q[2]))
    near = ways.around(Box(west, south, east, north, *hours(wish)))
    ap, qb, pq = _line(near, "a", p), _line(near, "b", q), straight(p, q)
    which = np.flatnonzero((ap + pq + qb <= near["reach"]) & (near["seats"] >= wish.seats))
    near, ap, qb = near.only(which), ap[which], qb[which]
    passes = np.rint(near["clock"] + _seconds(ap)).astype(int)
    expected = np.full(len(which), wish.clock)
    return near, Along(ap, np.full(len(which), pq), qb, near["crow"], passes, expected, 1)


def _passengers_along(ways: Ways, a: Place, b: Place, wish: Wish) -> tuple[Near, Along]:
    direct = straight(a, b)
    room = max(wish.reach**2 - direct**2, 0)
    (y, wide), (z, high) = (
        ((a[n] + b[n]) / 2, (room + (a[n] - b[n]) ** 2) ** 0.5 / 2 + ROUNDED) for n in (1, 2)
    )
    drive = ceil(seconds_estimate(road_estimate(wish.reach)))
    near = ways.within(Box(y - wide, z - high, y + wide, z + high, *hours(wish, drive)))
    ap, qb = _line(near, "a", a), _line(near, "b", b)
    fits = (
        (ap + near["crow"] + qb <= wish.reach) & (near["seats"] <= wish.seats) & (near["reach"] != NOT_THERE)
    )
    which = np.flatnonzero(fits)
    near, ap, qb = near.only(which), ap[which], qb[which]
    passes = np.rint(wish.clock + _seconds(ap)).astype(int)
    return near, Along(ap, near["crow"], qb, np.full(len(which), direct), passes, near["clock"], -1)


def _up_to_date(
    role: str, wish: Wish, standing: Standing | None, most: int, along_it: Search, statement: str, guarded: str
) -> list[Candidate]:  # fmt: skip
    """By what we know, if that is still all; else by what is new as well, and then each way is looked at."""
    table = _tables[role]
    if known := table.known():
        ways, since = known
        with suppress(Changed):
            return _found(ways, wish, standing, most, along_it, statement, since)
    return _found(table.fresh(), wish, standing, most, along_it, guarded, None)


def _found(
    ways: Ways, wish: Wish, standing: Standing | None, most: int, along_it: Search, statement: str, since: int | None
) -> list[Candidate]:  # fmt: skip
    """`since`: Changed where some way is newer."""
    p, q = place(wish.start), place(wish.end)
    near, along = along_it(ways, p, q, wish)
    kept, off, detour = _kept(near, along, wish, standing)
    way, changed = near["way"], near["changed"]
    person = standing.person.pk if standing and standing.person else 0
    facts: dict[str, Any] = {
        "p": str(p),
        "q": str(q),
        "seats": wish.seats,
        "person": person,
        "since": since or 0,
    }
    answer: list[Candidate] = []
    for some in _least_first(kept, detour, way):
        numbers, days = way[some].tolist(), [wish.day + timedelta(days=each) for each in off[some].tolist()]
        asked = {
            "ways": array(numbers), "changed": array(changed[some].tolist()), "days": f"{{{','.join(map(str, days))}}}"
        }  # fmt: skip
        is_new, seats = _ask(statement, facts | asked)
        if is_new and since is not None:
            raise Changed
        pick_up = along.passes[some] + (off[some] * DAY if along.sets_out == 1 else 0)
        metres = [each[some].tolist() for each in (along.ap, along.pq, along.qb, detour)]
        proposed = zip(numbers, days, *metres, pick_up.tolist(), strict=True)
        answer += [Candidate._make((*each, seats[each[0]])) for each in proposed if each[0] in seats]
        if len(answer) >= most:
            break
    return answer[:most]


def _least_first(kept: np.ndarray, detour: np.ndarray, way: np.ndarray) -> Iterator[np.ndarray]:
    """By the least detour, so many as are asked about at once: once where there are none, since somebody may be new. The
    best are told apart before the others are sorted.
    """
    if not len(kept):
        yield kept
    metres = detour[kept]
    parts = [kept]
    if len(kept) > 2 * ASKED_AT_ONCE:
        is_best = metres <= np.partition(metres, ASKED_AT_ONCE)[ASKED_AT_ONCE]
        parts = [kept[is_best], kept[~is_best]]
    for part in parts:
        in_order = part[np.lexsort((way[part], detour[part]))]
        for first in range(0, len(in_order), ASKED_AT_ONCE):
            yield in_order[first : first + ASKED_AT_ONCE]


def _kept(
    near: Near, along: Along, wish: Wish, standing: Standing | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of the ways along the line: those at that hour, on that day, for this reader; and of all, by how many days they are
    off and how long the detour is.
    """
    # The nearest of the days: an hour differs from another by half a day at most.
    late = (along.expected - along.passes) * along.sets_out
    off = (late + DAY // 2) // DAY
    room, waited = near["flexibility"] + wish.flexibility, late - off * DAY
    on_time = np.abs(waited) <= room
    passes_places = near["passes_places"] > 0
    if passes_places.any():
        # An hour may be so late that it is early on the next day.
        most = _most_late(near, along)
        on_time |= passes_places & ((room + most - waited) % DAY <= 2 * room + most)
    kept = np.flatnonzero(on_time)
    kept = kept[_goes(near.only(kept), (wish.day - EPOCH).days + off[kept])]
    if standing:
        kept = kept[_reached(near.only(kept), standing)]
    return kept, off, np.maximum(0, CIRCUITY * (along.ap + along.pq + along.qb - along.alone))


def _most_late(near: Near, along: Along) -> Any:
    """Seconds; as carpool_drivers (migration 0015 says why no more)."""
    more = np.maximum(0, near["reach"] - along.alone)
    return np.minimum(_MOST_LATE, np.rint(_seconds(more)).astype(int))


def _ask(statement: str, facts: dict[str, Any]) -> tuple[bool, dict[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        rows = cursor.fetchall()
    return rows[0][0], {way: seats for _, way, seats in rows if way is not None}


def _line(near: Near, end: str, to: Place) -> np.ndarray:
    """Metres in a straight line from this end of each way."""
    total: np.ndarray | None = None
    for axis, value in zip("xyz", to, strict=True):
        part = near[end + axis] - value
        part *= part
        total = part if total is None else np.add(total, part, out=total)
    assert total is not None
    return np.sqrt(total, out=total)


def _seconds(line: np.ndarray) -> Any:
    road = CIRCUITY * line
    return np.minimum.reduce([road * pace + lost for pace, lost in PACES])


def _goes(near: Near, day: np.ndarray) -> Any:
    """Once on that day, or on that day of the week while it lasts; the first of January 1970 was a Thursday."""
    weekday = np.left_shift(1, (day + 3) % 7)
    lasts = (near["first_day"] <= day) & (near["last_day"] >= day)
    return lasts & ((near["weekdays"] & weekday) != 0)


def _reached(near: Near, standing: Standing) -> Any:
    """people.audience.reaches, on columns. One query where she belongs to a community."""
    audience, commune = near["audience"], near["commune"]
    theirs = (
        Commune.objects.filter(community__in=standing.communities).values_list("pk", flat=True)
        if standing.communities
        else []
    )
    return (
        _is_one_of(commune, standing.verified)
        | ((audience != b"commune  ") & _is_one_of(commune, standing.around))
        | ((audience == b"community") & _is_one_of(commune, theirs))
    )


def _is_one_of(commune: np.ndarray, codes: Any) -> np.ndarray:
    return np.isin(commune, np.array([each.encode() for each in codes], "S5"))
