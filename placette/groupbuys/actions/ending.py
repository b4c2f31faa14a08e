"""A campaign given up by who organises it, before anybody closes it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.groupbuys.actions import suppliers, telling, telling_suppliers
from placette.groupbuys.actions.pledging import locked
from placette.groupbuys.actions.refusals import Closed
from placette.groupbuys.models import Campaign, Cancellation
from placette.people.models import Person

State = Campaign.State


@transaction.atomic
def cancel(campaign_id: int, by: Person, reason: str) -> None:
    """Everybody who takes part is told why, and owes nothing. Twice is once. Raises Closed where it has ended."""
    campaign = locked(campaign_id)
    if campaign.state == State.CANCELLED:
        return
    if campaign.state not in {State.INTEREST, State.OPEN, State.CONFIRMING}:
        raise Closed(_("Cet achat groupé est clos : on ne peut plus l’annuler."))
    asking, now = campaign.state == State.INTEREST, timezone.now()
    campaign.state, campaign.updated_at = State.CANCELLED, now
    campaign.save(update_fields=["state", "updated_at"])
    Cancellation.objects.create(campaign=campaign, by=by, at=now, reason=reason)
    telling.cancelled(campaign, by, reason)
    if asking:
        telling_suppliers.not_chosen(campaign)
    else:  # the others were told at the choice that nobody would write again
        telling_suppliers.given_up(campaign)


@transaction.atomic
def discard(campaign_id: int) -> None:
    """A draft that nobody else has seen is gone for good. Raises Closed where it was published meanwhile."""
    campaign = locked(campaign_id)
    if campaign.state != State.DRAFT:
        raise Closed(_("Cet achat groupé est déjà publié : annulez-le plutôt."))
    supplier = campaign.supplier
    campaign.delete()
    suppliers.forget(supplier)
