"""Agreed rides for tests."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from placette.carpool.geometry import place, straight
from placette.carpool.models import Booking, Contact, Way
from placette.conversations.models import Conversation
from placette.people.models import Person
from placette.places.clock import PARIS

from .factories import MONDAY


def ride_of(
    way: Way, passenger: Person, *, day: date = MONDAY, state: str = "done", **fields: Any
) -> Booking:
    """The passenger along the whole way, from start to end, unless fields say otherwise."""
    contact = Contact.objects.filter(trip=way.trip, person=passenger).first() or Contact.objects.create(
        trip=way.trip,
        person=passenger,
        conversation=Conversation.objects.create(subject_kind="ride", subject_id=way.trip_id, title="Trajet"),
    )
    starts = datetime.combine(day, datetime.min.time(), PARIS) + timedelta(seconds=way.clock)
    ended = state in {"done", "failed", "cancelled"}
    defaults = {
        "pick_up_name": way.start_name, "pick_up_latitude": way.start_latitude,
        "pick_up_longitude": way.start_longitude, "drop_off_name": way.end_name,
        "drop_off_latitude": way.end_latitude, "drop_off_longitude": way.end_longitude,
        "pick_up_at": starts, "drop_off_at": starts + timedelta(seconds=way.duration), "boards_after": 0,
        "leaves_after": round(straight(place(way.start), place(way.end))), "road": way.road,
        "decided_at": starts - timedelta(days=1), "ended_at": timezone.now() if ended else None,
    }  # fmt: skip
    return Booking.objects.create(
        contact=contact,
        way=way,
        day=day,
        passenger=passenger,
        asked_by=passenger,
        state=state,
        **defaults | fields,
    )
