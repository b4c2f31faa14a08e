"""Who drives past, and who waits along the road: one statement either way, exact before it is estimated.

The rule, once: a driver from A to B whose road may become `reach` metres long and a passenger from P to Q match when
    road(A, P) + road(P, Q) + road(Q, B) <= reach.
A straight line is never longer than a road, so the same sum of straight lines is a filter that loses nobody, and P and
Q lie in the ellipsoid of foci A and B, hence in its box, which way_drivers and way_passengers (GiST) know. A driver who
passes other places on her way, and takes others along, passes A, P, Q and B in this order all the same (course.py). The
statements are carpool_drivers and carpool_passengers of migration 0015; queries/columns.py is the same for a country.
"""

from typing import Any

from django.conf import settings
from django.db import connection

from placette.carpool.geometry import place
from placette.carpool.queries import columns
from placette.carpool.queries.wish import DAY, MOST, MOST_FLEXIBLE, Candidate, Wish
from placette.people.standing import Standing

__all__ = ["DAY", "MOST", "MOST_FLEXIBLE", "Candidate", "Wish", "drivers", "passengers"]

_SEARCH = """
SELECT * FROM carpool_{}(
    %(p)s::cube, %(q)s::cube, %(reach)s, %(day)s, %(clock)s, %(flexibility)s, %(seats)s, %(most)s,
    %(person)s, %(verified)s::text[], %(around)s::text[], %(communities)s::text[]
)
"""


def drivers(wish: Wish, standing: Standing | None = None, most: int = MOST) -> list[Candidate]:
    """The drives that may take this passenger, least detour first; of everybody where nobody asks.

    One query, by way_drivers. Times are estimated, and those of who passes other places may be later: queries/exact.py
    asks with a wider flexibility, then trims.
    """
    if settings.CONFIGURATION.carpool_in_memory:
        return columns.drivers(wish, standing, most)
    return _found("drivers", wish, standing, most)


def passengers(wish: Wish, standing: Standing | None = None, most: int = MOST) -> list[Candidate]:
    """The requests along this drive, least detour first; of everybody where nobody asks. One query, by way_passengers."""
    if settings.CONFIGURATION.carpool_in_memory:
        return columns.passengers(wish, standing, most)
    return _found("passengers", wish, standing, most)


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


def _found(role: str, wish: Wish, standing: Standing | None, most: int) -> list[Candidate]:
    facts: dict[str, Any] = {
        "p": str(place(wish.start)), "q": str(place(wish.end)), "reach": float(wish.reach), "day": wish.day,
        "clock": wish.clock, "flexibility": wish.flexibility, "seats": wish.seats, "most": most,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH.format(role), facts | _reader(standing))
        return [Candidate(*row) for row in cursor.fetchall()]
