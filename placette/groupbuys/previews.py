"""What each tier means for a neighbour, before anybody has joined: the price, and what she saves against buying alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from .amounts import quantity
from .models import Campaign, Product
from .pricing import amount
from .progress import begins, percent_below

EXAMPLE = 4  # times what one takes at least


@dataclass(frozen=True)
class Cost:
    """What so much costs at a tier. `saved_cents` against buying alone; None where no reference price is known."""

    quantity: str
    cents: int
    saved_cents: int | None


@dataclass(frozen=True)
class Row:
    begins: str
    unit_cents: int
    saved_cents: int | None  # a unit
    percent: int
    costs: tuple[Cost, ...]

    @property
    def off(self) -> str:
        """« −10 % »"""
        return f"−{self.percent} %" if self.percent else ""


@dataclass(frozen=True)
class Preview:
    product: Product
    rows: tuple[Row, ...]


def previews(campaign: Campaign, products: Iterable[Product]) -> list[Preview]:
    """Of each product, for what one takes at least and for an example. Wants their tiers."""
    products = list(products)
    units = {each.unit for each in products}
    whole = units.pop() if len(units) == 1 else ""
    return [Preview(each, tuple(_rows(campaign, each, whole))) for each in products]


def missing(campaign: Campaign, products: Iterable[Product], now: datetime) -> list[str]:
    """What has still to be said before neighbours may join; nothing where it may be opened."""
    said = []
    if campaign.deadline is None:
        said.append(_("Il manque la date de clôture."))
    elif campaign.deadline <= now:
        said.append(_("La date de clôture est passée : choisissez-en une autre."))
    said += [
        _("« %(product)s » n’a pas encore de prix.") % {"product": each.name}
        for each in products
        if not each.tiers.all()
    ]
    return said


def _rows(campaign: Campaign, product: Product, whole: str) -> Iterable[Row]:
    unit = whole if campaign.counted == Campaign.Counted.ALL_QUANTITY else product.unit
    alone = product.reference_cents
    for tier in product.tiers.all():
        yield Row(
            begins(campaign.counted, tier.threshold, unit),
            tier.unit_cents,
            None if alone is None else alone - tier.unit_cents,
            percent_below(tier.unit_cents, alone),
            tuple(_cost(product, each, tier.unit_cents) for each in _quantities(product)),
        )


def _quantities(product: Product) -> list[Decimal]:
    """Both are whole steps, since the minimum is."""
    most = product.maximum or product.minimum * EXAMPLE
    several = min(product.minimum * EXAMPLE, most - most % product.minimum)
    return [product.minimum] if several <= product.minimum else [product.minimum, several]


def _cost(product: Product, much: Decimal, unit_cents: int) -> Cost:
    cents = amount(much, unit_cents)
    alone = None if product.reference_cents is None else amount(much, product.reference_cents)
    return Cost(quantity(much, product.unit), cents, None if alone is None else alone - cents)
