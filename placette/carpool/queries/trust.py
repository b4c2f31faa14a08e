"""What residents already know of each other, as the order of matches weighs it, and nothing else does."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from placette.carpool.models import Booking
from placette.people.standing import Standing

# In seconds of the driver's detour that a reason to trust makes up for: less than a turn into the next village together.
NEIGHBOUR = 30
TOGETHER = 90
A_RIDE, MOST_RIDES = 10, 6


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


def _made(others: Mapping[int, str]) -> list[tuple[int, int, int]]:
    """Rides that both have said to have taken place, by who drove and who rode.

    By the indexes of a trip's author and a booking's passenger, one after the other: an OR of both would read all bookings.
    """
    done = Booking.objects.filter(state=Booking.State.DONE).order_by()
    driven, ridden = done.filter(way__trip__author__in=others), done.filter(passenger__in=others)
    theirs = Booking.objects.filter(pk__in=driven.values("pk").union(ridden.values("pk"))).order_by()
    return list(theirs.values_list("way__trip__author", "passenger").annotate(number=Count("pk")))
