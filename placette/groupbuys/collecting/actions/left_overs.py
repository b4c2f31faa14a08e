"""What nobody collected: given to somebody who waits, kept, or returned."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from placette.core import keys
from placette.groupbuys.actions.pledging import locked
from placette.groupbuys.actions.refusals import Closed, Refused
from placette.groupbuys.amounts import quantity
from placette.groupbuys.collecting import telling
from placette.groupbuys.collecting.queries import left_of
from placette.groupbuys.models import Campaign, LeftOver, Product, Waiting
from placette.people.models import Person


@dataclass(frozen=True)
class Settled:
    """So much of a product, in its unit; `to` where it is given."""

    product: int
    quantity: Decimal
    fate: str
    to: int | None = None


@transaction.atomic
def settle(campaign_id: int, by: Person, settled: Settled, key: object = None) -> LeftOver:
    """The same form twice is one. Who gets something is told, and pays and fetches it as she agrees with the organiser.

    Raises Closed, or Refused where so much is not left, or somebody does not wait for it.
    """
    campaign = locked(campaign_id)
    if campaign.state != Campaign.State.SUCCEEDED:
        raise Closed(_("Cet achat groupé est terminé : les restes ne changent plus."))
    product = Product.objects.get(pk=settled.product, campaign=campaign)
    sent = keys.of(key, settled)
    if sent and (known := LeftOver.objects.filter(product=product, key=sent).first()):
        return known
    left = left_of(product)
    if not 0 < settled.quantity <= left:
        raise Refused(
            _("Il reste %(left)s de « %(product)s » : indiquez une quantité jusque-là.")
            % {"left": quantity(left, product.unit), "product": product.name}
        )
    if settled.fate == LeftOver.Fate.GIVEN:
        waits = Waiting.objects.filter(product=product, person=settled.to)
        if settled.to is None or not waits.exists():
            raise Refused(_("Choisissez à qui, parmi ceux qui attendaient ce produit."))
    to = settled.to if settled.fate == LeftOver.Fate.GIVEN else None
    written = LeftOver.objects.create(
        product=product, quantity=settled.quantity, fate=settled.fate, to_id=to, by=by, key=sent
    )
    telling.given(written)
    return written


@transaction.atomic
def unsettle(campaign_id: int, left_over_id: int) -> None:
    """It was a mistake; to whom it was given is told. Twice is once. Raises Closed."""
    if locked(campaign_id).state != Campaign.State.SUCCEEDED:
        raise Closed(_("Cet achat groupé est terminé : les restes ne changent plus."))
    known = LeftOver.objects.select_related("product__campaign")
    left_over = known.filter(pk=left_over_id, product__campaign=campaign_id).first()
    if left_over:
        telling.given_no_more(left_over)
        left_over.delete()
