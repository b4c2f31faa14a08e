"""Any order of pledges, changes, withdrawals, yeses, more time and deadlines keeps what we promise."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from placette.groupbuys.actions import campaigns, closing, extending, pledging
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.goods import goods_of
from placette.groupbuys.models import Campaign, Closing, Line, Product, Share, Waiting
from placette.groupbuys.pricing import Pledged, Step, amount, prices, totals
from placette.people.tests.factories import person_of

from .factories import PELLETS, campaign_of, offered, wish

WHO = st.integers(0, 3)
STEPS = st.one_of(
    st.tuples(
        st.just("pledge"),
        WHO,
        st.sampled_from(["0", "0.5", "2", "4", "6", "0.7"]),
        st.sampled_from(["0", "1", "2"]),
    ),
    st.tuples(st.just("pledge"), WHO, st.sampled_from(["2", "4", "6"]), st.sampled_from(["0", "1"])),
    st.tuples(st.just("withdraw"), WHO),
    st.tuples(st.just("wait"), WHO, st.sampled_from(["0.5", "2"])),
    st.tuples(st.just("accept"), WHO),
    st.tuples(st.just("reprice"), st.sampled_from([31_000, 29_000])),
    st.tuples(st.just("extend")),
    st.tuples(st.just("stay"), WHO),
    st.tuples(st.just("pass"), st.sampled_from([1, 5, 11])),
)
BAGS = (Step(Decimal(0), 333), Step(Decimal(3), 301))


class TestInterleavings(TestCase):
    @settings(max_examples=12, deadline=None)
    @given(
        st.lists(STEPS, max_size=12),
        st.sampled_from(["own_quantity", "all_quantity", "own_takers", "all_takers"]),
    )
    def test_whatever_happens(self, steps, counted):
        people = [person_of(f"Voisin{n}") for n in range(4)]
        campaign = campaign_of(
            people[0],
            offered(stock=Decimal(12), maximum=Decimal(6)),
            offered(BAGS, name="Sacs", unit="sac", step=Decimal(1), minimum=Decimal(1), reference_cents=350),
            counted=counted,
            minimum_takers=2,
        )
        now = timezone.now()
        for step in steps:
            now += timedelta(days=step[1]) if step[0] == "pass" else timedelta(seconds=1)
            try:
                with transaction.atomic():
                    _take(step, campaign, people, now)
            except Refused:
                pass
            _what_holds(campaign)
        for later in (0, 80, 160):  # the deadline, the time that was added, the confirming
            closing.close(campaign.pk, now + timedelta(days=later))
        _what_holds(campaign)
        campaign.refresh_from_db()
        assert campaign.state in {"succeeded", "failed"}
        assert Closing.objects.filter(campaign=campaign).count() == 1


def _take(step, campaign, people, now):
    kind, *rest = step
    pellets, bags = Product.objects.filter(campaign=campaign)
    costs = goods_of(Campaign.objects.get(pk=campaign.pk)).prices(Campaign.objects.get(pk=campaign.pk))
    if kind == "pledge":
        who, tonnes, sacks = rest
        wishes = [wish(pellets, tonnes, costs[pellets.pk]), wish(bags, sacks, costs[bags.pk])]
        pledging.pledge(campaign.pk, people[who], wishes, now)
    elif kind == "withdraw":
        pledging.withdraw(campaign.pk, people[rest[0]], now)
    elif kind == "wait":
        pledging.wait(campaign.pk, people[rest[0]], wish(pellets, rest[1], costs[pellets.pk]), now)
    elif kind == "accept":
        pledging.accept(campaign.pk, people[rest[0]], now)
    elif kind == "reprice":
        dearer = (Step(Decimal(0), rest[0]), *PELLETS[1:])
        campaigns.change(
            campaign.pk,
            [
                offered(dearer, stock=Decimal(12), maximum=Decimal(6)),
                offered(BAGS, name="Sacs", step=Decimal(1), minimum=Decimal(1)),
            ],
        )
    elif kind == "extend":
        extending.extend(campaign.pk, people[0], campaign.deadline + timedelta(days=30), now)
    elif kind == "stay":
        extending.stay(campaign.pk, people[rest[0]], now)
    else:
        closing.close(campaign.pk, now)


def _what_holds(campaign):
    campaign = Campaign.objects.get(pk=campaign.pk)
    goods = goods_of(campaign)
    lines = [
        Pledged(*each)
        for each in Line.objects.filter(pledge__campaign=campaign).values_list(
            "pk", "pledge_id", "product_id", "quantity", "accepted_cents"
        )
    ]
    taken, takers = totals(lines)
    # Totals are those of the lines, and the price is the tier of the total.
    assert campaign.takers == takers
    for product in goods.products.values():
        assert product.pledged == sum(
            (each.quantity for each in lines if each.product == product.pk), Decimal(0)
        )
        assert product.stock is None or product.pledged <= product.stock
    assert goods.prices(campaign) == prices(campaign.counted, goods.tiers, taken, takers)
    if campaign.state != "succeeded":
        assert not Share.objects.filter(pledge__campaign=campaign).exists()
        return
    # Sums are equal, and nobody pays above what she has accepted.
    closed = Closing.objects.get(campaign=campaign)
    shares = {each.pledge_id: each.amount_cents for each in Share.objects.filter(pledge__campaign=campaign)}
    finals = {each.pk: each.final_cents for each in goods.products.values()}
    assert finals == goods.prices(campaign)
    assert all(finals[each.product] <= each.accepted_cents for each in lines)
    assert set(shares) == {each.pledge for each in lines}
    owed = dict.fromkeys(shares, 0)
    for each in lines:
        owed[each.pledge] += amount(each.quantity, finals[each.product])
    assert owed == shares
    assert closed.total_cents == sum(shares.values())


@pytest.mark.django_db
def test_what_is_given_back_goes_to_whoever_waits():
    first, second, third = (person_of(name) for name in ("Anne", "Bruno", "Chloé"))
    campaign = campaign_of(first, offered(stock=Decimal(2)))
    product = campaign.products.get()
    pledging.pledge(campaign.pk, first, [wish(product, 2)])
    pledging.wait(campaign.pk, second, wish(product, 2))
    pledging.wait(campaign.pk, third, wish(product, 1))

    pledging.pledge(campaign.pk, first, [wish(product, 1)])

    held = dict(Line.objects.values_list("pledge__person__first_name", "quantity"))
    assert held == {"Anne": Decimal(1), "Chloé": Decimal(1)}  # Bruno wants more than is left
    assert Waiting.objects.get().person == second
