"""The secret address at which a person's own calendar program reads her rides."""

import uuid

from placette.carpool.models import CalendarAddress
from placette.people.models import Person


def open_address(person: Person) -> CalendarAddress:
    """Hers, made at the first time. Asking twice changes nothing."""
    return CalendarAddress.objects.get_or_create(person=person)[0]


def close_address(person: Person) -> None:
    """Whoever has the address reads nothing more; another one has another key."""
    CalendarAddress.objects.filter(person=person).delete()


def reader_of(key: uuid.UUID) -> Person | None:
    """Whose rides the address shows; nobody's once it is closed or its owner has left. One query, by its unique index."""
    address = CalendarAddress.objects.select_related("person").filter(key=key, person__is_active=True).first()
    return address.person if address else None
