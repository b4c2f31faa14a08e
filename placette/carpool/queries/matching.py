"""Who drives past, and who waits along the road: one statement either way, exact before it is estimated.

The rule, once: a driver from A to B whose road may become `reach` metres long and a passenger from P to Q match when
    road(A, P) + road(P, Q) + road(Q, B) <= reach.
A straight line is never longer than a road, so the same sum of straight lines is a filter that loses nobody, and P and
Q lie in the ellipsoid of foci A and B, hence in its box, which passage_in_order (patches.py) and way_passengers (GiST)
know. A driver who passes other places on her way, and takes others along, passes A, P, Q and B in this order all the same
(course.py). The statements are carpool_passing (migration 0027) and carpool_waiting (0022); columns.py is the same for a country.
"""

from datetime import date
from math import ceil, floor, sqrt
from typing import Any

from django.conf import settings
from django.db import connection

from placette.carpool.geometry import Place, flat, place, road_estimate, seconds_estimate, straight
from placette.carpool.queries import columns
from placette.carpool.queries.patches import stretches
from placette.carpool.queries.wish import DAY, MOST, MOST_FLEXIBLE, Candidate, Wish, array, hours
from placette.people.standing import Standing

__all__ = ["DAY", "MOST", "MOST_FLEXIBLE", "Candidate", "Wish", "drivers", "passengers"]

# Without casts: the function says what each is, and PostgreSQL looks up a type for each that is written.
_PASSING = """
SELECT * FROM carpool_passing(
    %(p)s, %(q)s, %(direct)s, %(starts)s, %(ends)s, %(west)s, %(south)s, %(east)s, %(north)s,
    %(first_hour)s, %(last_hour)s, %(day)s, %(today)s, %(monday)s, %(clock)s, %(flexibility)s, %(seats)s, %(most)s,
    %(person)s, %(verified)s, %(around)s, %(communities)s
)
"""
_WAITING = """
SELECT * FROM carpool_waiting(
    %(p)s, %(q)s, %(direct)s, %(reach)s, %(wide)s, %(heading)s, %(moment)s,
    %(day)s, %(today)s, %(monday)s, %(clock)s, %(flexibility)s, %(seats)s, %(most)s,
    %(person)s, %(verified)s, %(around)s, %(communities)s
)
"""
SINCE = date(2000, 1, 1)  # the days of Passage are counted


def drivers(wish: Wish, standing: Standing | None = None, most: int = MOST) -> list[Candidate]:
    """The drives that may take this passenger, least detour first; of everybody where nobody asks.

    One query, by passage_in_order. Times are estimated, and those of who passes other places may be later: queries/exact.py
    asks with a wider flexibility, then trims.
    """
    if settings.CONFIGURATION.carpool_in_memory:
        return columns.drivers(wish, standing, most)
    p, q = place(wish.start), place(wish.end)
    starts, ends = (array(each) for each in stretches(p, q))
    (pe, pn), (qe, qn) = flat(p), flat(q)
    first_hour, last_hour = hours(wish)
    box = {
        "starts": starts, "ends": ends, "west": floor(min(pe, qe)), "south": floor(min(pn, qn)), "east": ceil(max(pe, qe)),
        "north": ceil(max(pn, qn)), "first_hour": first_hour, "last_hour": last_hour,
    }  # fmt: skip
    return _found(_PASSING, wish, (p, q), box, standing, most)


def passengers(wish: Wish, standing: Standing | None = None, most: int = MOST) -> list[Candidate]:
    """The requests along this drive, least detour first; of everybody where nobody asks. One query, by way_passengers."""
    if settings.CONFIGURATION.carpool_in_memory:
        return columns.passengers(wish, standing, most)
    p, q = place(wish.start), place(wish.end)
    first_hour, last_hour = hours(wish, ceil(seconds_estimate(road_estimate(wish.reach))))
    today = (wish.day - SINCE).days
    box = {
        "reach": float(wish.reach), "wide": _ellipse(p, q, wish.reach),
        "heading": _box(q[1] - p[1], q[2] - p[2], wish.reach, wish.reach),
        "moment": f"{first_hour},{today - 1},{last_hour},{today + 1}",
    }  # fmt: skip
    return _found(_WAITING, wish, (p, q), box, standing, most)


def _reader(standing: Standing | None) -> dict[str, Any]:
    """Who reads, for the twin of rules.may_see: never her own trips."""
    if standing is None:
        return {"person": 0, "verified": None, "around": None, "communities": None}
    return {
        "person": standing.person.pk if standing.person else 0,
        "verified": list(standing.verified),
        "around": list(standing.around),
        "communities": list(standing.communities),
    }


def _ellipse(a: Place, b: Place, reach: float) -> str:
    """The box around it, as the database's carpool_area, a metre wider."""
    free = max(reach**2 - straight(a, b) ** 2, 0)
    wide, high = (sqrt(free + (b[n] - a[n]) ** 2) / 2 + 1 for n in (1, 2))
    return _box((a[1] + b[1]) / 2, (a[2] + b[2]) / 2, wide, high)


def _box(x: float, y: float, wide: float, high: float) -> str:
    return f"{x - wide},{y - high},{x + wide},{y + high}"


def _found(
    search: str,
    wish: Wish,
    ends: tuple[Place, Place],
    box: dict[str, Any],
    standing: Standing | None,
    most: int,
) -> list[Candidate]:
    facts = box | {
        "p": str(ends[0]), "q": str(ends[1]), "direct": straight(*ends), "day": wish.day,
        "today": (wish.day - SINCE).days, "monday": wish.day.isoweekday() + 6, "clock": wish.clock,
        "flexibility": wish.flexibility, "seats": wish.seats, "most": most,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(search, facts | _reader(standing))
        return [Candidate._make(row) for row in cursor.fetchall()]
