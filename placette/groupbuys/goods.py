"""A campaign's products with their tiers and what is taken of them, as pricing.py wants them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from placette.core.prepared import Prepared

from .models import Campaign, Line, Product, Tier
from .pricing import Step, Taken, prices


@dataclass(frozen=True)
class Goods:
    """Two queries: products, tiers."""

    products: Mapping[int, Product]
    tiers: Mapping[int, tuple[Step, ...]]

    @property
    def taken(self) -> dict[int, Taken]:
        return {each.pk: Taken(each.pledged, each.takers) for each in self.products.values()}

    @property
    def taken_in_all(self) -> Decimal:
        return sum((each.pledged for each in self.products.values()), Decimal(0))

    def prices(self, campaign: Campaign) -> dict[int, int]:
        """Cents a unit now, by product; those without a price, in a campaign that asks for interest, are left out."""
        return prices(campaign.counted, self.tiers, self.taken, campaign.takers)


def goods_of(campaign: Campaign, read: Iterable[Product] | None = None) -> Goods:
    """Prepared, since a pledge reads them while others wait for its lock. `read`: its products, where they are known."""
    products = {each.pk: each for each in (PRODUCTS(campaign.pk) if read is None else read)}
    ladders: dict[int, list[Step]] = {}
    for each in TIERS(campaign.pk):
        ladders.setdefault(each.product_id, []).append(Step(each.threshold, each.unit_cents))
    # In the order of the products, as every list of them.
    return Goods(products, {each: tuple(ladders[each]) for each in products if each in ladders})


PRODUCTS = Prepared(lambda campaign: Product.objects.filter(campaign=campaign), int)
TIERS = Prepared(
    lambda campaign: Tier.objects.filter(product__campaign=campaign).order_by("product_id", "threshold"), int
)


def held_by(campaign: Campaign, person_id: int) -> dict[int, Line]:
    """What a person holds in a campaign, by product. One query."""
    return {each.product_id: each for each in HELD(campaign.pk, person_id)}


HELD = Prepared(
    lambda campaign, person: Line.objects.filter(pledge__campaign=campaign, pledge__person=person).order_by(),
    int,
    int,
)


def gathered(found: Iterable[Product]) -> Goods:
    """Of products that are read already, with their tiers."""
    products = {each.pk: each for each in found}
    steps = {
        each.pk: tuple(Step(tier.threshold, tier.unit_cents) for tier in each.tiers.all())
        for each in products.values()
    }
    return Goods(products, {product: tiers for product, tiers in steps.items() if tiers})


def overpriced(campaign: Campaign, costs: Mapping[int, int]) -> QuerySet[Line]:
    """Lines that cost more than was accepted, where a unit costs `costs`, in cents by product."""
    over = Q()
    for product, cents in costs.items():
        over |= Q(product=product, accepted_cents__lt=cents)
    return Line.objects.filter(over, pledge__campaign=campaign)
