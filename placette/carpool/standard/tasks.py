"""Jobs: partners are told what residents decide, and what had its time is erased."""

from datetime import timedelta
from http import HTTPStatus

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from placette.carpool.models import PartnerBooking, PartnerEvent, PartnerMessage
from placette.carpool.standard import client
from placette.core.asking import NoAnswer

# 8 tries in under three hours, as for mails.
RETRY = RetryStrategy(max_attempts=8, exponential_wait=3)
KEPT = timedelta(days=90)  # after the ride: long enough to settle what is disputed
PATIENCE = 10.0  # seconds


class NotTaken(Exception):
    """The partner did not take what it was told this time."""


@app.task(name="carpool.tell_partner", retry=RETRY)
def tell_partner(booking: str, state: str) -> None:
    """PATCH /bookings/… where the partner has a server that we know; otherwise it reads GET /bookings/… when it likes.

    409 and 404 are answers too: it knows already, or has nothing left to know.
    """
    held = PartnerBooking.objects.filter(pk=booking, state=state).select_related("partner").first()
    server = client.of_operator(held.partner.operator) if held else None
    if held is None or server is None:
        return
    try:
        answer = client.call(server, "PATCH", f"bookings/{held.pk}", {"status": state}, PATIENCE)
    except NoAnswer as away:
        raise NotTaken(str(away)) from None
    if answer.status not in (HTTPStatus.OK, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT):
        raise NotTaken(f"{server.name} answered {answer.status}")


@app.periodic(cron="52 3 * * *", periodic_id="carpool.forget_partners")
@app.task(name="carpool.forget_partners", queueing_lock="carpool.forget_partners")
def forget(timestamp: int) -> None:
    """Who rode with whom through a partner, and what was written, once nobody asks any more."""
    before = timezone.now() - KEPT
    PartnerMessage.objects.filter(at__lt=before).delete()
    PartnerBooking.objects.filter(pick_up_at__lt=before).delete()
    PartnerEvent.objects.filter(pick_up_at__lt=before).delete()
