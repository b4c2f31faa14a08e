"""How far a grouped purchase has come: the price now, the next tier and what is missing to it. Asks the database nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .amounts import figures, price, quantity
from .goods import Goods
from .models import Campaign, Product
from .pricing import Step, measures, next_step, step_of

Counted = Campaign.Counted
PEOPLE = frozenset({Counted.OWN_TAKERS, Counted.ALL_TAKERS})


# The bar as it is drawn (_bar.html): how long, and how far its tiers keep from its ends.
LENGTH, INSET = 300, 10


@dataclass(frozen=True)
class Mark:
    """A tier on the bar; `at` as SVG wants it in every language."""

    at: str
    reached: bool


@dataclass(frozen=True)
class Progress:
    """Of one product. `measure`: what counts towards its tiers; `cents`: a unit now."""

    product: Product
    counted: str
    unit: str
    tiers: Sequence[Step]
    measure: Decimal

    @property
    def cents(self) -> int:
        return step_of(self.tiers, self.measure).unit_cents

    @property
    def next(self) -> Step | None:
        return next_step(self.tiers, self.measure)

    @property
    def discount(self) -> int:
        """Whole percent below what one pays alone; 0 where that is not known."""
        return percent_below(self.cents, self.product.reference_cents)

    @property
    def filled(self) -> str:
        """How much of the bar is filled: all of it at the last tier, nothing where nobody has joined."""
        if not self.next:
            return str(LENGTH)
        return self._along(self.measure) if self.measure else "0"

    @property
    def marks(self) -> list[Mark]:
        return [
            Mark(self._along(step.threshold), step.threshold <= self.measure)
            for step in self.tiers
            if step.threshold
        ]

    @property
    def missing(self) -> str:
        """« Encore 3,5 t pour passer à 270 € »; empty at the last tier."""
        step = self.next
        if step is None:
            return ""
        lacking = measured(self.counted, step.threshold - self.measure, self.unit)
        return _("Encore %(lacking)s pour passer à %(price)s") % {
            "lacking": lacking, "price": price(step.unit_cents),
        }  # fmt: skip

    def _along(self, measure: Decimal) -> str:
        return f"{INSET + (LENGTH - 2 * INSET) * measure / self.tiers[-1].threshold:.1f}"


def progress_of(campaign: Campaign, goods: Goods) -> list[Progress]:
    """Of each product that has a price, in their order."""
    reached = measures(campaign.counted, goods.taken, campaign.takers)
    units = {each.unit for each in goods.products.values()}
    whole = units.pop() if len(units) == 1 else ""
    return [
        Progress(
            goods.products[product],
            campaign.counted,
            whole if campaign.counted == Counted.ALL_QUANTITY else goods.products[product].unit,
            tiers,
            reached[product],
        )
        for product, tiers in goods.tiers.items()
    ]


def leading(each: Sequence[Progress]) -> Progress | None:
    """The one whose next tier is nearest; the first where all have reached their last."""
    going = [one for one in each if one.next]
    return max(
        going or list(each)[:1],
        key=lambda one: one.measure / one.next.threshold if one.next else 0,
        default=None,
    )


def measured(counted: str, amount: Decimal, unit: str) -> str:
    """« 3,5 t » or « 4 participants »."""
    if counted in PEOPLE:
        number = int(amount)
        return ngettext("%(number)d participant", "%(number)d participants", number) % {"number": number}
    return quantity(amount, unit) if unit else figures(amount)


def begins(counted: str, threshold: Decimal, unit: str) -> str:
    """From where on a tier holds, in words."""
    if not threshold:
        return _("Dès le départ")
    words = {"amount": measured(counted, threshold, unit)}
    if counted == Counted.ALL_QUANTITY:
        return _("À partir de %(amount)s en tout") % words
    return _("À partir de %(amount)s") % words


def percent_below(cents: int, reference_cents: int | None) -> int:
    return (
        int((1 - Decimal(cents) / reference_cents) * 100)
        if reference_cents and cents < reference_cents
        else 0
    )
