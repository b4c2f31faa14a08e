"""A neighbour says when she comes, and who comes in her place."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.groupbuys.actions.pledging import locked
from placette.groupbuys.actions.refusals import Closed, Refused
from placette.groupbuys.collecting import rules, telling
from placette.groupbuys.models import Campaign, PickUp, Share, Slot, Substitute


@transaction.atomic
def choose(share: Share, slot_id: int, now: datetime | None = None) -> PickUp:
    """Her slot from now on, instead of the one before. Never more people than it takes, whatever is raced.

    Raises Closed, or Refused where it is full or too late.
    """
    now = now or timezone.now()
    campaign = _collecting(share)
    slot = Slot.objects.select_related("campaign").filter(pk=slot_id, campaign=campaign).first()
    if slot is None:
        raise Refused(_("Ce créneau n’existe plus : choisissez-en un autre."))
    held = _held(share)
    if held and held.slot_id == slot.pk:
        return held
    if held and not rules.may_leave(held.slot, now):
        raise Refused(
            _("On vous attend déjà : un créneau se change jusqu’à la veille. Écrivez à qui organise.")
        )
    if not rules.may_choose(slot, now):
        raise Refused(_("Ce créneau a commencé : choisissez-en un autre."))
    if slot.left <= 0:
        raise Refused(_("Ce créneau vient de se remplir : choisissez-en un autre."))
    if held:
        telling.forget(held)
    return PickUp.objects.update_or_create(
        share=share,
        defaults={"slot": slot, "chosen_at": now},
        create_defaults={"slot": slot, "chosen_at": now},
    )[0]


@transaction.atomic
def give_up(share: Share, now: datetime | None = None) -> None:
    """Others may have her place. Raises Closed, Refused."""
    _collecting(share)
    held = _held(share)
    if held is None:
        return
    if not rules.may_leave(held.slot, now or timezone.now()):
        raise Refused(
            _("On vous attend déjà : un créneau se change jusqu’à la veille. Écrivez à qui organise.")
        )
    telling.forget(held)
    held.delete()


@transaction.atomic
def send(share: Share, name: str) -> None:
    """Somebody comes in her place; an empty name: she comes herself. Raises Closed."""
    _collecting(share)
    if name:
        Substitute.objects.update_or_create(share=share, defaults={"name": name})
    else:
        Substitute.objects.filter(share=share).delete()


def _collecting(share: Share) -> Campaign:
    campaign = locked(share.pledge.campaign_id)
    if campaign.state != Campaign.State.SUCCEEDED:
        raise Closed(_("Cet achat groupé est terminé : il n’y a plus rien à retirer."))
    return campaign


def _held(share: Share) -> PickUp | None:
    return PickUp.objects.select_related("slot__campaign").filter(share=share).first()
