"""The organisers say when, where and for how many one collects."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from placette.core import keys
from placette.groupbuys.actions.pledging import locked
from placette.groupbuys.actions.refusals import Closed, Refused
from placette.groupbuys.collecting import telling
from placette.groupbuys.models import Campaign, Slot

MOST_SLOTS = 60


@dataclass(frozen=True)
class Planned:
    """`capacity` in people, `hands` the helpers who are wanted."""

    starts_at: datetime
    ends_at: datetime
    place: str
    capacity: int
    hands: int = 0


@transaction.atomic
def add(campaign_id: int, planned: Planned, key: object = None) -> Slot:
    """The same form twice is one slot; everybody who takes part is told once that slots may be chosen.

    Raises Closed, Refused.
    """
    campaign = _arranged(campaign_id)
    sent = keys.of(key, planned)
    if sent and (known := Slot.objects.filter(campaign=campaign, key=sent).first()):
        return known
    if campaign.slots.count() >= MOST_SLOTS:
        raise Refused(_("Soixante créneaux, c’est le maximum : élargissez-en plutôt un."))
    slot = Slot.objects.create(campaign=campaign, key=sent, **vars(planned))
    telling.slots(campaign)
    return slot


@transaction.atomic
def change(slot_id: int, planned: Planned) -> None:
    """Who has chosen it, and who helps there, is told where its hour or place changes. Raises Closed, Refused."""
    slot = locked_slot(slot_id)
    if slot is None:
        raise Refused(_("Ce créneau n’existe plus : quelqu’un vient de le supprimer."))
    before = slot.starts_at
    moved = (slot.starts_at, slot.ends_at, slot.place) != (planned.starts_at, planned.ends_at, planned.place)
    for name, value in vars(planned).items():
        setattr(slot, name, value)
    if planned.capacity < slot.chosen:
        raise Refused(
            _("%(count)s personnes ont déjà choisi ce créneau : gardez au moins autant de places.")
            % {"count": slot.chosen}
        )
    if planned.hands < slot.helping:
        raise Refused(
            _("%(count)s personnes aident déjà à ce créneau : demandez au moins autant de coups de main.")
            % {"count": slot.helping}
        )
    slot.save(update_fields=list(vars(planned)))
    if moved:
        telling.moved(slot, before)


@transaction.atomic
def remove(slot_id: int) -> None:
    """Only a slot that nobody has chosen. Who wanted to help there is told. Twice is once. Raises Closed, Refused."""
    slot = locked_slot(slot_id)
    if slot is None:
        return
    if slot.chosen:
        raise Refused(_("Des voisins ont choisi ce créneau : déplacez-le plutôt, ils seront prévenus."))
    telling.removed(slot)
    try:
        with transaction.atomic():
            slot.delete()
    except IntegrityError:
        raise Refused(
            _("Un voisin vient de choisir ce créneau : déplacez-le plutôt, il sera prévenu.")
        ) from None


def _arranged(campaign_id: int) -> Campaign:
    campaign = locked(campaign_id)
    if campaign.state != Campaign.State.SUCCEEDED:
        raise Closed(_("Cet achat groupé est terminé : il n’y a plus rien à retirer."))
    return campaign


def locked_slot(slot_id: int) -> Slot | None:
    """The campaign's row is the lock of its slots. None: removed, perhaps while we waited for it. Raises Closed."""
    slots = Slot.objects.filter(pk=slot_id)
    campaign_id = slots.values_list("campaign_id", flat=True).first()
    if campaign_id is None:
        return None
    _arranged(campaign_id)
    return slots.select_related("campaign").first()
