"""What neighbours would take, before there is a price."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from placette.groupbuys.models import Campaign, Interest, Product
from placette.people.models import Person


@dataclass(frozen=True)
class Wished:
    """A product: how much of it is wished, by how many, and how much by whoever looks."""

    product: Product
    quantity: Decimal
    people: int
    mine: Decimal | None


@dataclass(frozen=True)
class Interests:
    products: tuple[Wished, ...]
    people: int

    @property
    def mine(self) -> bool:
        return any(each.mine for each in self.products)

    @property
    def total(self) -> tuple[Decimal, str] | None:
        """What is wished in all, where all products are counted in one unit."""
        units = {each.product.unit for each in self.products}
        if len(units) != 1:
            return None
        return sum((each.quantity for each in self.products), Decimal(0)), units.pop()


def interest_of(campaign: Campaign, person: Person | None) -> Mapping[int, Decimal]:
    """What she has said that she would take, by product: the pledge's form begins with it. One query, by the unique
    index one_interest_a_neighbour_and_product.
    """
    if person is None:
        return {}
    hers = Interest.objects.filter(campaign=campaign, person=person)
    return dict(hers.values_list("product_id", "quantity"))


def interests(campaign: Campaign, person: Person | None) -> Interests:
    """Four queries, three for nobody: products, sums, people, hers."""
    told = Interest.objects.filter(campaign=campaign)
    sums = {
        product: (quantity, people)
        for product, quantity, people in told.values_list("product").annotate(Sum("quantity"), Count("pk"))
    }
    people = told.aggregate(people=Count("person", distinct=True))["people"]
    hers = interest_of(campaign, person)
    nothing = (Decimal(0), 0)
    products = Product.objects.filter(campaign=campaign)
    return Interests(
        tuple(Wished(each, *sums.get(each.pk, nothing), hers.get(each.pk)) for each in products), people
    )
