"""What goes of the rides when a space is closed: trips and crews that were posted in it, whoever rode along."""

from django.db.models import Q
from django.urls import reverse

from placette.carpool.models import Area, Booking, Crew, PartnerBooking, PartnerMessage, Seat, Trip
from placette.conversations.models import Conversation
from placette.notices import actions as notices


def erase(code: str) -> None:
    """With bookings, seats, contacts, what partners sent, what was said, and the town hall's meeting points. The ledger, which
    names nobody, keeps its figures.
    """
    trips, crews = Trip.objects.filter(commune=code), Crew.objects.filter(commune=code)
    said = Conversation.objects.filter(Q(contact__trip__commune=code) | Q(crew__commune=code))
    threads = list(said.values_list("pk", flat=True))
    messages = PartnerMessage.objects.filter(Q(way__trip__commune=code) | Q(booking__way__trip__commune=code))
    notices.erase(
        [
            *(reverse("carpool:trip", args=[pk]) for pk in trips.values_list("pk", flat=True)),
            *(reverse("crews:crew", args=[pk]) for pk in crews.values_list("pk", flat=True)),
            *(reverse("conversations:thread", args=[pk]) for pk in threads),
            *_of_partners(code),
            *(reverse("partners:message", args=[pk]) for pk in messages.values_list("pk", flat=True)),
        ]
    )
    _free_seats(code)
    messages.delete()
    crews.delete()
    Conversation.objects.filter(pk__in=threads).delete()
    trips.delete()
    Area.objects.filter(commune=code).delete()


def _of_partners(code: str) -> list[str]:
    bookings = PartnerBooking.objects.filter(way__trip__commune=code).values_list("pk", flat=True)
    return [reverse("partners:booking", args=[pk]) for pk in bookings]


def _free_seats(code: str) -> None:
    """A wish that was posted here may ride along a way of elsewhere: its seats there are free again."""
    rides = Booking.objects.filter(contact__trip__commune=code).exclude(way__trip__commune=code)
    Seat.objects.filter(holder__in=[f"booking:{pk}" for pk in rides.values_list("pk", flat=True)]).delete()
