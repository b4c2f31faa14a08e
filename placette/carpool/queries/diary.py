"""A person's rides as a calendar shows them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from placette.carpool.models import Booking
from placette.people.models import Person

SINCE = timedelta(days=90)
SHOWN = (Booking.State.ACCEPTED, Booking.State.DONE)


@dataclass(frozen=True)
class Entry:
    booking: int
    drives: bool
    other: str  # as neighbours see her name
    conversation: int
    start: datetime
    end: datetime
    pick_up: str
    drop_off: str


def of_person(person: Person, now: datetime) -> list[Entry]:
    """Agreed rides of the last three months and all to come, in order. One query, by booking's passenger and trip's author."""
    rides = (
        Booking.objects.of(person)
        .filter(state__in=SHOWN, pick_up_at__gte=now - SINCE)
        .select_related("way__trip__author", "passenger", "contact")
        .order_by("pick_up_at", "id")
    )
    return [
        Entry(
            booking=ride.pk,
            drives=ride.passenger_id != person.pk,
            other=(ride.passenger if ride.passenger_id != person.pk else ride.way.trip.author).display_name,
            conversation=ride.contact.conversation_id,
            start=ride.pick_up_at,
            end=ride.drop_off_at,
            pick_up=ride.pick_up_name,
            drop_off=ride.drop_off_name,
        )
        for ride in rides
    ]
