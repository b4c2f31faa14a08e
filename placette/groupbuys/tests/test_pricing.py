"""Prices: the tier of the total, the cent, and who stays when some would pay more than they have accepted."""

from decimal import Decimal
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from placette.groupbuys.pricing import Pledged, Step, amount, prices, settle, totals

from .factories import PELLETS

TIERS = {1: PELLETS, 2: (Step(Decimal(0), 500), Step(Decimal(3), 400))}
LINES = st.lists(
    st.builds(
        Pledged,
        line=st.just(0),
        pledge=st.integers(1, 5),
        product=st.sampled_from([1, 2]),
        quantity=st.sampled_from([Decimal("0.5"), Decimal(1), Decimal(3), Decimal(6)]),
        accepted_cents=st.sampled_from([400, 500, 27_000, 28_500, 30_000]),
    ),
    max_size=7,
    unique_by=lambda each: (each.pledge, each.product),
)
COUNTED = st.sampled_from(["own_quantity", "own_takers", "all_quantity", "all_takers"])


def test_half_a_cent_is_rounded_up():
    assert amount(Decimal("1.5"), 333) == 500  # 499.5
    assert amount(Decimal("0.001"), 499) == 0


@settings(max_examples=200, deadline=None)
@given(LINES, COUNTED)
def test_nobody_pays_more_than_she_has_accepted_and_nobody_is_freed_without_need(lines, counted):
    lines = [Pledged(n, x.pledge, x.product, x.quantity, x.accepted_cents) for n, x in enumerate(lines)]

    settled = settle(lines, counted, TIERS)

    assert sorted(each.line for each in settled.kept + settled.freed) == [each.line for each in lines]
    assert all(settled.prices[each.product] <= each.accepted_cents for each in settled.kept)
    # Of all sets in which nobody pays too much it is the one that holds all others.
    for size in range(len(lines) + 1):
        for some in combinations(lines, size):
            taken, takers = totals(some)
            costs = prices(counted, TIERS, taken, takers)
            if all(costs[each.product] <= each.accepted_cents for each in some):
                assert set(some) <= set(settled.kept)


@settings(max_examples=200, deadline=None)
@given(LINES, COUNTED)
def test_one_more_never_raises_a_price(lines, counted):
    for some in (lines[:n] for n in range(1, len(lines) + 1)):
        with_her, without = (prices(counted, TIERS, *totals(each)) for each in (some, some[:-1]))
        assert all(with_her[product] <= without[product] for product in TIERS)
