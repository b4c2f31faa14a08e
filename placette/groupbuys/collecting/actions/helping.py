"""Neighbours lend a hand at a slot, and leave again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.groupbuys.actions.pledging import locked
from placette.groupbuys.actions.refusals import Closed, Refused
from placette.groupbuys.collecting import telling
from placette.groupbuys.models import Campaign, Helper, Slot
from placette.people.models import Person


@transaction.atomic
def join(slot_id: int, person: Person, now: datetime | None = None) -> None:
    """She helps there; never more than are wanted. Twice is once. Raises Closed, Refused."""
    slot = _locked(slot_id)
    if Helper.objects.filter(slot=slot, person=person).exists():
        return
    if slot.ends_at <= (now or timezone.now()):
        raise Closed(_("Ce créneau est passé."))
    if slot.hands_left <= 0:
        raise Refused(_("Merci ! Il y a déjà assez de mains à ce créneau : voyez peut-être un autre."))
    Helper.objects.create(slot=slot, person=person)
    telling.joined(slot, person)


@transaction.atomic
def leave(slot_id: int, person: Person) -> None:
    """She helps there no more; the organisers are told, since they counted on her. Raises Closed."""
    slot = _locked(slot_id)
    if Helper.objects.filter(slot=slot, person=person).delete()[0]:
        telling.left(slot, person)


def _locked(slot_id: int) -> Slot:
    """The campaign's row is the lock of its slots."""
    campaign = locked(Slot.objects.values_list("campaign_id", flat=True).get(pk=slot_id))
    if campaign.state != Campaign.State.SUCCEEDED:
        raise Closed(_("Cet achat groupé est terminé : il n’y a plus rien à retirer."))
    return Slot.objects.select_related("campaign").get(pk=slot_id)
