"""Who drives past, and who waits along the road: one statement either way, exact before it is estimated.

The rule, once: a driver from A to B whose road may become `reach` metres long and a passenger from P to Q match when
    road(A, P) + road(P, Q) + road(Q, B) <= reach.
A straight line is never longer than a road, so the same sum of straight lines is a filter that loses nobody, and P and
Q lie in the ellipsoid of foci A and B, hence in its box, which way_drivers and way_passengers (GiST) know.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from placette.carpool.geometry import CIRCUITY, Point, place, straight
from placette.people.standing import Standing

MOST = 1_000  # what a router answers for in one table
DAY = 86_400  # seconds on the clocks, also in the two nights when an hour is lost or comes twice
LONGEST = 5 * 3600  # seconds that a drive may have lasted when it passes
MOST_FLEXIBLE = 3 * 3600  # seconds; what a form allows, either way


@dataclass(frozen=True)
class Wish:
    """What somebody looks for or offers on one day, by the clocks there."""

    start: Point
    end: Point
    day: date
    clock: int  # seconds after midnight, of the departure
    flexibility: int = 1_800  # seconds, either way
    seats: int = 1
    reach: float = 0.0  # metres; a driver's


@dataclass(frozen=True)
class Candidate:
    """A way that may match; metres in straight lines, the rest estimated from them."""

    way: int
    day: date  # on which the driver sets out
    to_pick_up: float
    on_board: float
    from_drop_off: float
    detour: float  # metres of road more than without company
    pick_up: int  # seconds after midnight of the day that was asked for; past midnight beyond 86,400


_NEAREST = """
SELECT id, day, ap, pq, qb, greatest(0, %(circuity)s * (ap + pq + qb - ab)) AS detour, pick_up
FROM ({found}) AS found WHERE abs(off) <= tolerance
ORDER BY detour, id LIMIT %(most)s
"""
_SEEN = """NOT EXISTS (SELECT FROM carpool_trip WHERE id = way.trip_id AND author_id = %(person)s) AND (
    way.commune_id = ANY(%(verified)s)
    OR (way.audience <> 'commune' AND way.commune_id = ANY(%(around)s))
    OR (way.audience = 'community' AND way.commune_id IN (
        SELECT code FROM places_commune WHERE community_id = ANY(%(communities)s)
    ))
)"""
_DRIVERS = """
SELECT way.id, {day} AS day, crow.ap, %(pq)s::float8 AS pq, crow.qb, way.a <-> way.b AS ab, at.pick_up,
    at.pick_up - %(clock)s AS off, way.flexibility + %(flexibility)s AS tolerance
FROM carpool_way way
CROSS JOIN LATERAL (SELECT way.a <-> %(p)s::cube AS ap, way.b <-> %(q)s::cube AS qb) crow
CROSS JOIN LATERAL (SELECT (way.clock + {shift} + carpool_seconds(%(circuity)s * crow.ap))::int AS pick_up) at
WHERE way.is_open AND way.role = 'driver' AND way.area @> %(line)s::box
    AND crow.ap + %(pq)s + crow.qb <= way.reach AND {when} AND way.seats >= %(seats)s"""
_PASSENGERS = """
SELECT way.id, {day} AS day, crow.ap, crow.pq, crow.qb, %(pq)s::float8 AS ab, at.pick_up,
    at.pick_up - way.clock - {shift} AS off, way.flexibility + %(flexibility)s AS tolerance
FROM carpool_way way
CROSS JOIN LATERAL (SELECT
    way.a <-> %(p)s::cube AS ap, way.a <-> way.b AS pq, way.b <-> %(q)s::cube AS qb) crow
CROSS JOIN LATERAL (SELECT (%(clock)s + carpool_seconds(%(circuity)s * crow.ap))::int AS pick_up) at
WHERE way.is_open AND way.role = 'passenger'
    AND way.area <@ carpool_area(%(p0)s, %(p1)s, %(q0)s, %(q1)s, %(reach)s)
    AND crow.ap + crow.pq + crow.qb <= %(reach)s AND {when} AND way.seats <= %(seats)s"""
_ON_A_DAY = """(way.clock BETWEEN %(from_{n})s AND %(until_{n})s AND (way.on = %(day_{n})s OR (
    way.weekdays & %(bit_{n})s <> 0 AND way.first_day <= %(day_{n})s
    AND (way.last_day IS NULL OR way.last_day >= %(day_{n})s))))"""


def drivers(wish: Wish, standing: Standing | None = None, most: int = MOST) -> list[Candidate]:
    """The drives that may take this passenger, least detour first; of everybody where nobody asks.

    One query, by way_drivers. Times are estimated: who has a router asks with a wider flexibility, then trims.
    """
    return _found(_DRIVERS, wish, standing, most, before=LONGEST, after=0)


def passengers(wish: Wish, standing: Standing | None = None, most: int = MOST) -> list[Candidate]:
    """The requests along this drive, least detour first; of everybody where nobody asks. One query, by way_passengers."""
    return _found(_PASSENGERS, wish, standing, most, before=0, after=LONGEST)


def _found(
    sql: str, wish: Wish, standing: Standing | None, most: int, *, before: int, after: int
) -> list[Candidate]:
    start, end = place(wish.start), place(wish.end)
    facts: dict[str, Any] = {
        "p": str(start), "q": str(end), "line": f"{start[1:]},{end[1:]}", "pq": straight(start, end), "p0": wish.start[0], "p1": wish.start[1], "q0": wish.end[0], "q1": wish.end[1],
        "clock": wish.clock, "flexibility": wish.flexibility, "seats": wish.seats, "reach": wish.reach,
        "circuity": CIRCUITY, "most": most,
    }  # fmt: skip
    found = sql
    if standing is not None:
        found += f" AND {_SEEN}"
        facts |= {
            "person": standing.person.pk if standing.person else 0,
            "verified": list(standing.verified),
            "around": list(standing.around),
            "communities": list(standing.communities),
        }
    days = _days(wish, before, after)
    for n, (day, _shift, first, last) in enumerate(days):
        facts |= {f"day_{n}": day, f"bit_{n}": 1 << day.weekday(), f"from_{n}": first, f"until_{n}": last}
    on = [_ON_A_DAY.format(n=n) for n in range(len(days))]
    found = found.format(
        when=f"({' OR '.join(on)})",
        day=_case(on, [f"%(day_{n})s::date" for n in range(len(days))]),
        shift=_case(on, [str(shift) for _, shift, _, _ in days]),
    )
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST.format(found=found), facts)
        return [Candidate(*row) for row in cursor.fetchall()]


def _days(wish: Wish, before: int, after: int) -> list[tuple[date, int, int, int]]:
    """The days on which a matching way may have its clock: day, seconds from the day asked for, first and last clock.

    Who is picked up after midnight may sit with somebody who left the evening before.
    """
    first = wish.clock - wish.flexibility - before - MOST_FLEXIBLE
    last = wish.clock + wish.flexibility + after + MOST_FLEXIBLE
    return [
        (wish.day + timedelta(days=n), n * DAY, first - n * DAY, last - n * DAY)
        for n in (0, -1, 1)
        if first < (n + 1) * DAY and last >= n * DAY
    ]


def _case(conditions: list[str], values: list[str]) -> str:
    if len(values) == 1:
        return values[0]
    whens = " ".join(f"WHEN {each} THEN {value}" for each, value in zip(conditions, values, strict=True))
    return f"CASE {whens} END"
