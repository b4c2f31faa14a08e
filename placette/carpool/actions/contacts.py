"""Two neighbours get in touch about a trip."""

from placette.carpool.models import Contact, Trip
from placette.conversations import actions as conversations
from placette.people.models import Person


def contact_about(trip: Trip, person: Person, title: str) -> Contact:
    """The one conversation of this neighbour with the trip's author. Wants the lock of the trip's row."""
    existing = Contact.objects.select_related("conversation").filter(trip=trip, person=person).first()
    if existing:
        return existing
    conversation = conversations.open_conversation("ride", trip.pk, title, [trip.author_id, person.pk])
    return Contact.objects.create(trip=trip, person=person, conversation=conversation)
