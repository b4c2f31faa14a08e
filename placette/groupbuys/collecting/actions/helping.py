"""Neighbours lend a hand at a slot, and leave again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.groupbuys.actions.refusals import Closed, Refused
from placette.groupbuys.collecting import telling
from placette.groupbuys.collecting.actions.slots import locked_slot
from placette.groupbuys.models import Helper
from placette.people.models import Person


@transaction.atomic
def join(slot_id: int, person: Person, now: datetime | None = None) -> None:
    """She helps there; never more than are wanted. Twice is once. Raises Closed, Refused."""
    slot = locked_slot(slot_id)
    if slot is None:
        raise Refused(_("Ce créneau n’existe plus : choisissez-en un autre."))
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
    slot = locked_slot(slot_id)
    if slot and Helper.objects.filter(slot=slot, person=person).delete()[0]:
        telling.left(slot, person)
