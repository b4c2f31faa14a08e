"""How bookings stand that were made with a partner, where it reports them.

The token that says whose booking it is would be one of an identity that we gave: we give none, so it is neither read
nor kept, and nothing is known of anybody. docs/standard-covoiturage.md says what that leaves.
"""

from django.db import transaction
from django.utils import timezone

from placette.carpool.models import Partner, PartnerEvent
from placette.carpool.standard.access import Refused
from placette.carpool.standard.journeys import moment
from placette.carpool.standard.rules import comes_after
from placette.carpool.standard.schemas import EventIn


@transaction.atomic
def receive(partner: Partner, data: EventIn) -> None:
    """Refused (400) where it repeats a status or goes back to an earlier one."""
    sent = data.data
    event, fresh = PartnerEvent.objects.select_for_update().get_or_create(
        partner=partner,
        booking=sent.id,
        defaults={"state": sent.status, "pick_up_at": moment(int(sent.passengerPickupDate))},
    )
    if fresh:
        return
    if not comes_after(sent.status, event.state):
        raise Refused(400, "status_already_set")
    event.state, event.at = sent.status, timezone.now()
    event.save(update_fields=["state", "at"])
