"""The days on which a person carpooled, for the certificate that her employer asks for."""

from dataclasses import dataclass
from datetime import date

from placette.carpool.crews.confirmed import rides_of
from placette.carpool.models import Booking, Crew, Way
from placette.people.models import Person


@dataclass(frozen=True)
class Journey:
    """Of one booking, or of a day of a crew. `confirmed_by_both`: the driver and the passenger each said that it took
    place, or the driver read the passenger's code on board.
    """

    day: date
    drives: bool
    start: str
    end: str
    metres: int
    confirmed_by_both: bool


def of_year(person: Person, year: int) -> list[Journey]:
    """In order. Two queries, by booking's passenger and trip's author, and by a crew's member."""
    done = Booking.objects.of(person).filter(state=Booking.State.DONE, day__year=year)
    booked = [
        Journey(
            day=ride.day,
            drives=ride.passenger_id != person.pk,
            start=ride.pick_up_name,
            end=ride.drop_off_name,
            metres=ride.road,
            confirmed_by_both=bool(ride.boarded_at or (ride.driver_says_done and ride.passenger_says_done)),
        )
        for ride in done.order_by("day", "pick_up_at", "id")
    ]
    return sorted([*booked, *_to_work(person, year)], key=lambda each: each.day)


def years(person: Person) -> list[int]:
    """Those with a ride that took place, newest first. Two queries."""
    done = Booking.objects.of(person).filter(state=Booking.State.DONE).order_by()
    crews = rides_of(person).filter(crew__kind=Crew.Kind.WORK).order_by()
    return sorted({day.year for rides in (done, crews) for day in rides.dates("day", "year")}, reverse=True)


def _to_work(person: Person, year: int) -> list[Journey]:
    """With a co-workers' crew, once a day and direction however many rode along. A school run is no way to work."""
    rides = rides_of(person).filter(crew__kind=Crew.Kind.WORK, day__year=year).order_by("pk")
    once = {(ride.day, ride.direction, ride.crew_id): ride for ride in rides}
    made = []
    for ride in once.values():
        here, there = ride.crew.commune.name, ride.crew.place_name
        out = ride.direction == Way.Direction.OUT
        made.append(
            Journey(
                day=ride.day,
                drives=ride.member.person_id != person.pk,
                start=here if out else there,
                end=there if out else here,
                metres=ride.crew.road,
                confirmed_by_both=True,
            )
        )
    return made
