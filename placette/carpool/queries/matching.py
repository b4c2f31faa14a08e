"""Who drives past, and who waits along the road: one statement either way, exact before it is estimated.

The rule, once: a driver from A to B whose road may become `reach` metres long and a passenger from P to Q match when
    road(A, P) + road(P, Q) + road(Q, B) <= reach.
A straight line is never longer than a road, so the same sum of straight lines is a filter that loses nobody, and P and
Q lie in the ellipsoid of foci A and B, hence in its box, which way_drivers and way_passengers (GiST) know. The
statements are carpool_drivers and carpool_passengers of migration 0010; queries/columns.py is the same for a country.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from placette.carpool.geometry import Point, place
from placette.people.standing import Standing

MOST = 1_000  # what a router answers for in one table
DAY = 86_400  # seconds on the clocks, also in the two nights when an hour is lost or comes twice
MOST_FLEXIBLE = 3 * 3600  # seconds; what a form allows, either way


@dataclass(frozen=True)
class Wish:
    """What somebody looks for or offers on one day, by the clocks there."""

    start: Point
    end: Point
    day: date
    clock: int  # seconds after midnight, of the departure
    flexibility: int = (
        1_800  # seconds, either way; half a day with the other's is the most that means something
    )
    seats: int = 1
    reach: float = 0.0  # metres; a driver's


@dataclass(frozen=True)
class Candidate:
    """A way that may match; metres in straight lines, the rest estimated from them."""

    way: int
    day: date  # on which the way that was found sets out
    to_pick_up: float
    on_board: float
    from_drop_off: float
    detour: float  # metres of road more than without company
    pick_up: int  # seconds after midnight of the day that was asked for; past midnight beyond 86,400
    seats: int  # free from pick-up to drop-off on that day; of a request, those that it asks for


_SEARCH = """
SELECT * FROM carpool_{}(
    %(p)s::cube, %(q)s::cube, %(reach)s, %(day)s, %(clock)s, %(flexibility)s, %(seats)s, %(most)s,
    %(person)s, %(verified)s::text[], %(around)s::text[], %(communities)s::text[]
)
"""


def drivers(wish: Wish, standing: Standing | None = None, most: int = MOST) -> list[Candidate]:
    """The drives that may take this passenger, least detour first; of everybody where nobody asks.

    One query, by way_drivers. Times are estimated: who has a router asks with a wider flexibility, then trims.
    """
    return _found("drivers", wish, standing, most)


def passengers(wish: Wish, standing: Standing | None = None, most: int = MOST) -> list[Candidate]:
    """The requests along this drive, least detour first; of everybody where nobody asks. One query, by way_passengers."""
    return _found("passengers", wish, standing, most)


def reader(standing: Standing | None) -> dict[str, Any]:
    """Who reads, for the twin of rules.may_see: never her own trips."""
    if standing is None:
        return {"person": 0, "verified": None, "around": None, "communities": None}
    return {
        "person": standing.person.pk if standing.person else 0,
        "verified": list(standing.verified),
        "around": list(standing.around),
        "communities": list(standing.communities),
    }


def _found(role: str, wish: Wish, standing: Standing | None, most: int) -> list[Candidate]:
    facts = {
        "p": str(place(wish.start)), "q": str(place(wish.end)), "reach": float(wish.reach), "day": wish.day,
        "clock": wish.clock, "flexibility": wish.flexibility, "seats": wish.seats, "most": most,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH.format(role), facts | reader(standing))
        return [Candidate(*row) for row in cursor.fetchall()]
