"""What is ordered from the supplier, and each neighbour's part of it, once the campaign has succeeded."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from placette.groupbuys.models import Campaign, Line, Pledge, Product, Share
from placette.groupbuys.papers import notes
from placette.groupbuys.pricing import amount
from placette.groupbuys.queries.payments import balances


@dataclass(frozen=True)
class Item:
    """So much of a product; `cents` is the sum of lines of which each was rounded to the cent."""

    product: str
    unit: str
    quantity: Decimal
    unit_cents: int
    cents: int
    takers: int = 1

    @property
    def rounding(self) -> int:
        """Cents between the sum of the rounded lines and the price of the whole quantity."""
        return self.cents - amount(self.quantity, self.unit_cents)


@dataclass(frozen=True)
class Slip:
    """One neighbour's part. `note`: when she collects it, where that is known."""

    name: str
    reference: str
    items: list[Item]
    cents: int
    paid: int
    note: str = ""

    @property
    def rest(self) -> int:
        return max(0, self.cents - self.paid)


@dataclass(frozen=True)
class Order:
    items: list[Item]
    cents: int
    takers: int


def order_of(campaign: Campaign) -> Order:
    """Three queries. `cents` is Closing.total_cents: both are sums of the same lines."""
    products = {each.pk: each for each in Product.objects.filter(campaign=campaign)}
    taken = {product: _Taken() for product in products}
    lines = Line.objects.filter(pledge__campaign=campaign).values_list("product_id", "quantity")
    for product, quantity in lines.order_by().iterator(chunk_size=5000):
        taken[product].add(quantity, amount(quantity, _unit_cents(products[product])))
    items = [
        Item(each.name, each.unit, sums.quantity, _unit_cents(each), sums.cents, sums.takers)
        for pk, each in products.items()
        if (sums := taken[pk]).takers
    ]
    takers = Share.objects.filter(pledge__campaign=campaign).count()
    return Order(items, sum(each.cents for each in items), takers)


@dataclass
class _Taken:
    quantity: Decimal = Decimal(0)
    cents: int = 0
    takers: int = 0

    def add(self, quantity: Decimal, cents: int) -> None:
        self.quantity += quantity
        self.cents += cents
        self.takers += 1


def slips_of(campaign: Campaign, start: int = 0, most: int | None = None) -> list[Slip]:
    """By name. Three queries, and those of notes.py."""
    shares = balances(campaign).order_by(
        "pledge__person__first_name", "pledge__person__last_name", "reference"
    )
    some = list(shares[start : None if most is None else start + most])
    items = _items(campaign, [each.pledge_id for each in some])
    said = notes.of(campaign)
    return [
        Slip(
            called(each.pledge),
            each.reference,
            items.get(each.pledge_id, []),
            each.amount_cents,
            each.paid,
            said.get(each.pledge_id, ""),
        )
        for each in some
    ]


def called(pledge: Pledge) -> str:
    """« Jeanne M. », « Odette M., par la mairie ». Wants person and deed__by."""
    return pledge.whose or _("Une personne qui a quitté Placette")


def _items(campaign: Campaign, pledges: Iterable[int]) -> dict[int, list[Item]]:
    products = {each.pk: each for each in Product.objects.filter(campaign=campaign)}
    items: dict[int, list[Item]] = {}
    lines = Line.objects.filter(pledge__in=pledges).order_by("product__position", "product_id")
    for pledge, product, quantity in lines.values_list("pledge_id", "product_id", "quantity"):
        each, cents = products[product], _unit_cents(products[product])
        item = Item(each.name, each.unit, quantity, cents, amount(quantity, cents))
        items.setdefault(pledge, []).append(item)
    return items


def _unit_cents(product: Product) -> int:
    """The price of the closing. Wants a campaign that has succeeded."""
    if product.final_cents is None:
        raise ValueError("a campaign without a closing has no order")
    return product.final_cents
