"""The searches of matching.py for a whole country: the same answers from columns in memory (PLACETTE_CARPOOL_IN_MEMORY).

Lines, hours and days are compared here, on what the table holds at this moment; whether each of the best still stands,
goes that day and has seats, the table says itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db import connection

from placette.carpool.geometry import CIRCUITY, PACES, Place, place, straight
from placette.carpool.queries.column_table import NOT_THERE, ColumnTable, Near, Ways
from placette.carpool.queries.wish import DAY, Candidate, Wish
from placette.people.standing import Standing
from placette.places.models import Commune

EPOCH = date(1970, 1, 1)
ASKED_AT_ONCE = 64  # of the best, whether they stand
_tables = {"driver": ColumnTable("driver"), "passenger": ColumnTable("passenger")}

# Of the ways that are proposed, those that are what we read: they stand, go that day, with their free seats.
_STANDING = """
SELECT * FROM carpool_standing_{}(
    %(ways)s::bigint[], %(changed)s::bigint[], %(days)s::date[], %(p)s::cube, %(q)s::cube, %(seats)s, %(person)s
)
"""


def drivers(wish: Wish, standing: Standing | None, most: int) -> list[Candidate]:
    """As matching.drivers. Two queries, one or two more for each 64 ways beyond the first that are asked about."""
    return _found(
        _tables["driver"].fresh(), wish, standing, most, _drivers_along, _STANDING.format("drivers")
    )


def passengers(wish: Wish, standing: Standing | None, most: int) -> list[Candidate]:
    """As matching.passengers. Two queries, one more for each 64 ways beyond the first that are asked about."""
    return _found(
        _tables["passenger"].fresh(), wish, standing, most, _passengers_along, _STANDING.format("passengers")
    )


# Of these, those that pass places of their own, and so come by later than their lines say. Index way_with_stops.
_WITH_STOPS = """
SELECT id FROM carpool_way WHERE id = ANY(%(ways)s::bigint[]) AND NOT (stop_names = '{}'::varchar(120)[])
"""
_MOST_LATE = 21_600  # seconds


@dataclass(frozen=True)
class Along:
    """Of the ways near enough: which, their straight lines, when the driver passes and when she is expected."""

    which: np.ndarray
    ap: np.ndarray
    pq: np.ndarray
    qb: np.ndarray
    alone: np.ndarray  # the driver's own line
    passes: np.ndarray
    expected: np.ndarray
    sets_out: int  # 1 where the way that was found is the driver's, -1 where it is the passenger's


def _drivers_along(ways: Ways, p: Place, q: Place, wish: Wish) -> tuple[Near, Along]:
    (west, east), (south, north) = sorted((p[1], q[1])), sorted((p[2], q[2]))
    near = ways.near(west, south, east, north, around=True)
    ap, qb, pq = _line(near, "a", p), _line(near, "b", q), straight(p, q)
    which = np.flatnonzero((ap + pq + qb <= near["reach"]) & (near["seats"] >= wish.seats))
    ap, qb, clock = ap[which], qb[which], near["clock"][which]
    passes = np.rint(clock + _seconds(ap)).astype(int)
    expected = np.full(len(which), wish.clock)
    return near, Along(which, ap, np.full(len(which), pq), qb, near["crow"][which], passes, expected, 1)


def _passengers_along(ways: Ways, a: Place, b: Place, wish: Wish) -> tuple[Near, Along]:
    direct = straight(a, b)
    room = max(wish.reach**2 - direct**2, 0)
    (y, wide), (z, high) = (((a[n] + b[n]) / 2, (room + (a[n] - b[n]) ** 2) ** 0.5 / 2 + 1) for n in (1, 2))
    near = ways.near(y - wide, z - high, y + wide, z + high, around=False)
    ap, qb = _line(near, "a", a), _line(near, "b", b)
    fits = (
        (ap + near["crow"] + qb <= wish.reach) & (near["seats"] <= wish.seats) & (near["reach"] != NOT_THERE)
    )
    which = np.flatnonzero(fits)
    ap, qb, pq = ap[which], qb[which], near["crow"][which]
    passes = np.rint(wish.clock + _seconds(ap)).astype(int)
    return near, Along(which, ap, pq, qb, np.full(len(which), direct), passes, near["clock"][which], -1)


def _found(
    ways: Ways, wish: Wish, standing: Standing | None, most: int,
    along_it: Callable[[Ways, Place, Place, Wish], tuple[Near, Along]], statement: str,
) -> list[Candidate]:  # fmt: skip
    p, q = place(wish.start), place(wish.end)
    near, along = along_it(ways, p, q, wish)
    best, off, detour, is_late = _best(near, along, wish, standing)
    way, changed = near["way"][along.which], near["changed"][along.which]
    person = standing.person.pk if standing and standing.person else 0
    facts: dict[str, Any] = {"p": str(p), "q": str(q), "seats": wish.seats, "person": person}
    answer: list[Candidate] = []
    for first in range(0, len(best), ASKED_AT_ONCE):
        some = best[first : first + ASKED_AT_ONCE]
        facts["ways"], facts["changed"] = way[some].tolist(), changed[some].tolist()
        facts["days"] = [wish.day + timedelta(days=each) for each in off[some].tolist()]
        seats = _ask(statement, facts)
        if is_late[some].any():
            seats = _without_those_on_time(seats, facts, is_late[some])
        pick_up = along.passes[some] + (off[some] * DAY if along.sets_out == 1 else 0)
        metres = [each[some].tolist() for each in (along.ap, along.pq, along.qb, detour)]
        proposed = zip(facts["ways"], facts["days"], *metres, pick_up.tolist(), strict=True)
        answer += [
            Candidate(number, day, ap, pq, qb, more, passes, seats[number])
            for number, day, ap, pq, qb, more, passes in proposed
            if number in seats
        ]
        if len(answer) >= most:
            break
    return answer[:most]


def _without_those_on_time(
    seats: dict[int, int], facts: dict[str, Any], is_late: np.ndarray
) -> dict[int, int]:
    """Of those that only stops in between would make late enough, those that have none are not there at that hour."""
    late = np.flatnonzero(is_late).tolist()
    asked = {"ways": [facts["ways"][n] for n in late]}
    with connection.cursor() as cursor:
        cursor.execute(_WITH_STOPS, asked)
        with_stops = {way for (way,) in cursor.fetchall()}
    early = set(asked["ways"]) - with_stops
    return {way: left for way, left in seats.items() if way not in early}


def _best(
    near: Near, along: Along, wish: Wish, standing: Standing | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of the ways along the line: those at that hour, on that day, for this reader, least detour first; and of all, by
    how many days they are off, how long the detour is, and whether they pass at that hour only with stops in between.
    """
    # The nearest of the days: an hour differs from another by half a day at most.
    late = (along.expected - along.passes) * along.sets_out
    off = (late + DAY // 2) // DAY
    room, waited = near["flexibility"][along.which] + wish.flexibility, late - off * DAY
    is_late = np.abs(waited) > room
    may_be_late = _most_late(near, along) if along.sets_out == 1 else np.zeros(len(late), int)
    # An hour may be so late that it is early on the next day.
    on_time = ~is_late | ((room + may_be_late - waited) % DAY <= 2 * room + may_be_late)
    kept = np.flatnonzero(
        on_time
        & _goes(near, along.which, (wish.day - EPOCH).days + off)
        & _reached(near, along.which, standing)
    )
    detour = np.maximum(0, CIRCUITY * (along.ap + along.pq + along.qb - along.alone))
    return kept[np.lexsort((near["way"][along.which[kept]], detour[kept]))], off, detour, is_late


def _most_late(near: Near, along: Along) -> Any:
    """Seconds; as carpool_drivers (migration 0015 says why no more)."""
    more = np.maximum(0, near["reach"][along.which] - along.alone)
    return np.minimum(_MOST_LATE, np.rint(_seconds(more)).astype(int))


def _ask(statement: str, facts: dict[str, Any]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return dict(cursor.fetchall())


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


def _goes(near: Near, which: np.ndarray, day: np.ndarray) -> Any:
    """Once on that day, or on that day of the week while it lasts; the first of January 1970 was a Thursday."""
    weekday = np.left_shift(1, (day + 3) % 7)
    lasts = (near["first_day"][which] <= day) & (near["last_day"][which] >= day)
    return lasts & ((near["weekdays"][which] & weekday) != 0)


def _reached(near: Near, which: np.ndarray, standing: Standing | None) -> Any:
    """people.audience.reaches, on columns. One query where she belongs to a community."""
    if standing is None:
        return np.ones(len(which), bool)
    audience, commune = near["audience"][which], near["commune"][which]
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
