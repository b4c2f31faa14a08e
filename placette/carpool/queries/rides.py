"""Trips and rides of one person, and one trip as a page shows it."""

from datetime import datetime

from django.db.models import Q

from placette.carpool import rules
from placette.carpool.models import Booking, Contact, Trip
from placette.carpool.models.rides import Bookings
from placette.conversations.models import Conversation
from placette.people.models import Person
from placette.people.standing import Standing


def trip_of(standing: Standing, pk: int) -> Trip | None:
    """A trip that she may see, with its ways and its author's communes. Four queries."""
    trips = Trip.objects.select_related("author", "commune", "deed__by", "deed__consent").prefetch_related(
        "ways__pauses", "author__memberships"
    )
    trip = trips.filter(pk=pk).first()
    return trip if trip and rules.may_see(standing, trip) else None


def mine(person: Person) -> list[Trip]:
    """Her trips that stand or rest, the newest first. Two queries."""
    trips = Trip.objects.filter(author=person).exclude(state=Trip.State.CLOSED)
    return list(trips.select_related("commune").prefetch_related("ways")[:100])


def rides_of(person: Person, now: datetime) -> list[Booking]:
    """What she asked, was asked or agreed, the next first, before them what she has still to confirm. One query."""
    to_come = Q(pick_up_at__gt=now, state__in=rules.OPEN)
    to_confirm = Q(pick_up_at__gt=now - rules.SAID_WITHIN, pick_up_at__lte=now, state="accepted")
    unsaid = Q(passenger=person, passenger_says_done=None) | Q(
        way__trip__author=person, driver_says_done=None
    )
    rides = _with_all().of(person).filter(to_come | (to_confirm & unsaid))
    return list(rides.order_by("pick_up_at", "pk")[:200])


def about(conversation: Conversation) -> Contact | None:
    """What a conversation is about. One query."""
    return (
        Contact.objects.select_related("trip__author", "trip__commune", "trip__deed__by", "person")
        .filter(conversation=conversation)
        .first()
    )


def bookings_of(contact: Contact) -> list[Booking]:
    """Of two people in touch, the earliest first. One query."""
    return list(_with_all().filter(contact=contact).order_by("pick_up_at", "pk"))


def booking_of(person: Person, pk: int) -> Booking | None:
    """A booking in which she drives or rides. One query."""
    return _with_all().of(person).filter(pk=pk).first()


def _with_all() -> Bookings:
    return Booking.objects.select_related("way__trip__author", "passenger", "contact__conversation")
