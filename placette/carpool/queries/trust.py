"""What residents already know of each other, as the order of matches weighs it, and nothing else does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from placette.carpool.queries.wish import array
from placette.people.standing import Standing

# In seconds of the driver's detour that a reason to trust makes up for: less than a turn into the next village together.
NEIGHBOUR = 30
TOGETHER = 90
A_RIDE, MOST_RIDES = 10, 6
# Written out: as a queryset it takes longer to put into words than PostgreSQL takes to answer.
_MADE = """
SELECT trip.author_id, booking.passenger_id, count(*)
FROM (
    SELECT driven.id FROM carpool_trip theirs
    JOIN carpool_way gone ON gone.trip_id = theirs.id JOIN carpool_booking driven ON driven.way_id = gone.id
    WHERE theirs.author_id = ANY(%(people)s::bigint[]) AND driven.state = 'done'
    UNION
    SELECT ridden.id FROM carpool_booking ridden
    WHERE ridden.passenger_id = ANY(%(people)s::bigint[]) AND ridden.state = 'done'
) AS made
JOIN carpool_booking booking ON booking.id = made.id
JOIN carpool_way way ON way.id = booking.way_id JOIN carpool_trip trip ON trip.id = way.trip_id
GROUP BY trip.author_id, booking.passenger_id
"""


@dataclass(frozen=True)
class Trust:
    is_neighbour: bool = False  # of the same commune
    together: int = 0  # rides that both have made in one car
    rides: int = 0  # that she has made with anybody

    @property
    def seconds(self) -> int:
        """Three minutes at most."""
        return (
            NEIGHBOUR * self.is_neighbour
            + TOGETHER * bool(self.together)
            + A_RIDE * min(self.rides, MOST_RIDES)
        )


UNKNOWN = Trust()


def trust_in(standing: Standing, others: Mapping[int, str]) -> dict[int, Trust]:
    """`others`: people by their number, and the commune in which each has posted. One query."""
    if not others:
        return {}
    me = standing.person.pk if standing.person else 0
    together, rides = dict.fromkeys(others, 0), dict.fromkeys(others, 0)
    for driver, passenger, number in _made(others):
        for one, other in ((driver, passenger), (passenger, driver)):
            if one in rides:
                rides[one] += number
                together[one] += number if other == me else 0
    return {
        pk: Trust(commune in standing.verified, together[pk], rides[pk]) for pk, commune in others.items()
    }


def _made(others: Iterable[int]) -> list[tuple[int, int, int]]:
    """Rides that both have said to have taken place, by who drove and who rode.

    By the indexes of a trip's author and a booking's passenger, one after the other: an OR of both would read all bookings.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MADE, {"people": array(list(others))})
        return [(driver, passenger, number) for driver, passenger, number in cursor.fetchall()]
