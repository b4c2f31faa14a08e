"""What a unit costs when so much is bought, and what everybody pays in the end. Pure: nothing here asks the database.

Amounts are integer cents, quantities decimals of the product's step. A line is rounded to the cent, half up, and every
total is a sum of lines: so the supplier's sheet and the neighbours' slips agree to the cent.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .models import Campaign

Counted = Campaign.Counted


@dataclass(frozen=True)
class Step:
    """From `threshold` on a unit costs `unit_cents`."""

    threshold: Decimal
    unit_cents: int


@dataclass(frozen=True)
class Taken:
    """What is pledged of one product."""

    quantity: Decimal = Decimal(0)
    takers: int = 0


@dataclass(frozen=True)
class Pledged:
    """One line: so much of a product, at no more than `accepted_cents` a unit."""

    line: int
    pledge: int
    product: int
    quantity: Decimal
    accepted_cents: int


@dataclass(frozen=True)
class Settled:
    """Who stays at which prices, and who is freed since she would pay more than she has accepted."""

    kept: tuple[Pledged, ...]
    freed: tuple[Pledged, ...]
    prices: Mapping[int, int]


def amount(quantity: Decimal, unit_cents: int) -> int:
    """Cents, half up."""
    return int((quantity * unit_cents).quantize(Decimal(1), ROUND_HALF_UP))


def step_of(tiers: Sequence[Step], measure: Decimal) -> Step:
    """The tier that `measure` has reached. `tiers` in the order of their thresholds, the first at 0."""
    return next(step for step in reversed(tiers) if step.threshold <= measure)


def next_step(tiers: Sequence[Step], measure: Decimal) -> Step | None:
    """The tier that is still to be reached; None at the last."""
    return next((step for step in tiers if step.threshold > measure), None)


def measures(counted: str, taken: Mapping[int, Taken], takers: int) -> dict[int, Decimal]:
    """What counts towards the tiers of each product. `takers`: of the whole campaign, each once."""
    everything = sum((each.quantity for each in taken.values()), Decimal(0))
    by_rule = {
        Counted.OWN_QUANTITY: lambda each: each.quantity,
        Counted.OWN_TAKERS: lambda each: Decimal(each.takers),
        Counted.ALL_QUANTITY: lambda _each: everything,
        Counted.ALL_TAKERS: lambda _each: Decimal(takers),
    }
    measure = by_rule[Counted(counted)]
    return {product: measure(each) for product, each in taken.items()}


def prices(
    counted: str, tiers: Mapping[int, Sequence[Step]], taken: Mapping[int, Taken], takers: int
) -> dict[int, int]:
    """Cents a unit, by product."""
    reached = measures(counted, {product: taken.get(product, Taken()) for product in tiers}, takers)
    return {product: step_of(steps, reached[product]).unit_cents for product, steps in tiers.items()}


def settle(lines: Iterable[Pledged], counted: str, tiers: Mapping[int, Sequence[Step]]) -> Settled:
    """The greatest set of lines in which nobody pays more than she has accepted, and its prices.

    Who would pay more is freed; what she took counts no longer, which may raise the price for others: so again, until
    nobody is freed. Prices only rise on the way, at most once a tier, and the set that remains is the greatest there is,
    in whatever order one frees.
    """
    kept, freed = list(lines), list[Pledged]()
    while True:
        taken, takers = totals(kept)
        now = prices(counted, tiers, taken, takers)
        over = [each for each in kept if now[each.product] > each.accepted_cents]
        if not over:
            return Settled(tuple(kept), tuple(freed), now)
        freed += over
        kept = [each for each in kept if now[each.product] <= each.accepted_cents]


def totals(lines: Collection[Pledged]) -> tuple[dict[int, Taken], int]:
    """What is taken of each product, and how many people take something."""
    taken: dict[int, Taken] = {}
    for each in lines:
        before = taken.get(each.product, Taken())
        taken[each.product] = Taken(before.quantity + each.quantity, before.takers + 1)
    return taken, len({each.pledge for each in lines})
