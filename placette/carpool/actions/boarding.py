"""A ride that its driver confirms on board counts when it arrives, whatever is said or left unsaid afterwards."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from placette.carpool.actions.bookings import complete
from placette.carpool.actions.steps import Refusal, current_of, locked, tell
from placette.carpool.boarding import fits
from placette.carpool.models import Booking
from placette.people.models import Person


class WrongCode(Refusal):
    """Not what the passenger's page shows."""


@transaction.atomic
def board(booking: Booking, by: Person, code: str, now: datetime) -> Booking:
    """Her passenger is in the car: the driver read the code. Once; WrongCode, or Refusal of a ride that is off."""
    current = current_of(booking, locked(booking.way))
    if current.boarded_at:
        return current
    if current.state != Booking.State.ACCEPTED:
        raise Refusal(_("Entre-temps, ce trajet a été annulé ou déjà noté."))
    if not fits(current, code, now):
        raise WrongCode(_("Ce code n’est pas le bon, ou il a expiré."))
    current.boarded_at = now
    current.driver_says_done = True
    current.save(update_fields=["boarded_at", "driver_says_done"])
    tell(current, "board", by)
    return current


def arrive(now: datetime) -> None:
    """Rides that were confirmed on board and should have arrived took place. Index booking_agreed."""
    on_board = Booking.objects.filter(
        state=Booking.State.ACCEPTED, boarded_at__isnull=False, pick_up_at__lte=now, drop_off_at__lte=now
    )
    for booking in on_board.select_related("way")[:1000]:
        with suppress(Refusal), transaction.atomic():  # gone meanwhile
            current = current_of(booking, locked(booking.way))
            if current.state == Booking.State.ACCEPTED:
                complete(current)
