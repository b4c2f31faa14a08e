"""A link by which a relative follows one ride, without an account: signed, and good until the ride has ended."""

from datetime import datetime

from django.core import signing
from django.urls import reverse

from placette.carpool.models import Booking
from placette.carpool.rules import FOLLOWED_FOR

SALT = "carpool.sharing"


def address_of(booking: Booking, person_id: int) -> str:
    """Of the page that says with whom this person rides, from where to where, and when."""
    token = signing.dumps([booking.pk, person_id], salt=SALT)
    return reverse("carpool:follow", args=[token])


def shared(token: str, now: datetime) -> tuple[Booking, int] | None:
    """The ride, and who shares it; None for what nobody signed, what ended, and what was cancelled. One query."""
    try:
        pk, person_id = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    rides = Booking.objects.select_related("way__trip__author", "passenger")
    booking = rides.filter(pk=pk, state=Booking.State.ACCEPTED, drop_off_at__gt=now - FOLLOWED_FOR).first()
    return (booking, person_id) if booking else None
