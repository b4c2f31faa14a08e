"""The days on which a person carpooled, for the certificate that her employer asks for."""

from dataclasses import dataclass
from datetime import date

from placette.carpool.models import Booking
from placette.people.models import Person


@dataclass(frozen=True)
class Journey:
    """Of one booking. `confirmed_by_both`: the driver and the passenger each said that it took place."""

    day: date
    drives: bool
    start: str
    end: str
    metres: int
    confirmed_by_both: bool


def of_year(person: Person, year: int) -> list[Journey]:
    """In order. One query, by booking's passenger and trip's author."""
    done = Booking.objects.of(person).filter(state=Booking.State.DONE, day__year=year)
    return [
        Journey(
            day=ride.day,
            drives=ride.passenger_id != person.pk,
            start=ride.pick_up_name,
            end=ride.drop_off_name,
            metres=ride.road,
            confirmed_by_both=bool(ride.driver_says_done and ride.passenger_says_done),
        )
        for ride in done.order_by("day", "pick_up_at", "id")
    ]


def years(person: Person) -> list[int]:
    """Those with a ride that took place, newest first. One query."""
    done = Booking.objects.of(person).filter(state=Booking.State.DONE)
    return [day.year for day in done.dates("day", "year", order="DESC")]
