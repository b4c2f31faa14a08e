"""« Qui serait intéressé ? »: a neighbour says how much she would take, changes it, takes it back."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.groupbuys.actions import telling
from placette.groupbuys.actions.pledging import locked
from placette.groupbuys.actions.refusals import Closed, Refused
from placette.groupbuys.actions.wishes import check_amount
from placette.groupbuys.models import Campaign, Interest, Product, Vote
from placette.people.models import Person


@transaction.atomic
def tell(campaign_id: int, person: Person, quantities: Mapping[int, Decimal]) -> None:
    """So much of each product, by its id, instead of what she said before; nothing at all is taking it back.

    Raises Closed once there is a price, Refused where a quantity is off its step or limits.
    """
    campaign = locked(campaign_id)
    if campaign.state != Campaign.State.INTEREST:
        raise Closed(_("Le prix est déjà connu, ou cet achat groupé est annulé : rechargez sa page."))
    products = {each.pk: each for each in Product.objects.filter(campaign=campaign)}
    wanted = {product: amount for product, amount in quantities.items() if amount}
    for product, amount in wanted.items():
        if product not in products:
            raise Refused(_("Ce produit n’est plus proposé : rechargez la page."))
        check_amount(products[product], amount)
    hers = Interest.objects.filter(campaign=campaign, person=person)
    hers.exclude(product__in=wanted).delete()
    now = timezone.now()
    Interest.objects.bulk_create(
        [
            Interest(campaign=campaign, person=person, product_id=product, quantity=amount, at=now)
            for product, amount in sorted(wanted.items())
        ],
        update_conflicts=True,
        unique_fields=["campaign", "person", "product"],
        update_fields=["quantity", "at"],
    )
    if not wanted:
        # Who would take nothing has no say in what the others buy.
        Vote.objects.filter(campaign=campaign, person=person).delete()
    telling.interest(campaign)


def take_back(campaign_id: int, person: Person) -> None:
    """Raises Closed once there is a price: then one simply does not take part."""
    tell(campaign_id, person, {})
