"""Whatever happens, the sums of payments hold."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placette.core.tests.racing import at_once
from placette.groupbuys.actions import payments
from placette.groupbuys.models import Campaign, Payment, Share
from placette.groupbuys.queries import payments as queries
from placette.people.tests.factories import person_of

from .orders import paid_to, succeeded

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return person_of("Nadia", "Ferrand")


@pytest.fixture
def luc():
    return person_of("Luc", "Bergès")


@pytest.fixture
def campaign(nadia, luc):
    """Luc owes 13.50 €, Nadia 4.50 €."""
    made = succeeded(nadia, {luc: ["3"], nadia: ["1"]})
    paid_to(made, nadia)
    return made


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("note"), st.integers(0, 1), st.integers(1, 2000)),
            st.tuples(st.just("settle"), st.integers(0, 1), st.just(0)),
            st.tuples(st.just("withdraw"), st.integers(0, 3), st.just(0)),
        ),
        max_size=8,
    )
)
def test_any_order_of_payments_keeps_the_sums(db, steps):
    nadia, luc = person_of("Nadia"), person_of("Luc")
    campaign = succeeded(nadia, {luc: ["3"], nadia: ["1"]})
    shares = list(Share.objects.filter(pledge__campaign=campaign).order_by("pk"))
    for what, which, cents in steps:
        if what == "note":
            payments.note(campaign.pk, nadia, shares[which].pk, "cash", cents, timezone.localdate())
        elif what == "settle":
            payments.settle(campaign.pk, nadia, [shares[which].pk], "cash", timezone.localdate())
        elif noted := Payment.objects.filter(share__in=shares).order_by("pk")[which : which + 1]:
            payments.withdraw(campaign.pk, nadia, noted[0].pk)

    totals = queries.totals(campaign)
    balances = queries.page(campaign, queries.Shown.ALL).balances
    assert totals.owed == Campaign.objects.get(pk=campaign.pk).closing.total_cents
    assert totals.owed - totals.missing + totals.over == totals.received
    assert totals.received == sum(each.paid for each in balances)
    assert totals.missing == sum(each.rest for each in balances)
    assert totals.settled == sum(each.rest == 0 for each in balances)


@pytest.mark.django_db(transaction=True)
def test_two_organisers_tick_at_once_and_it_is_noted_once():
    nadia = person_of("Nadia")
    campaign = succeeded(nadia, {person_of(f"Voisin{number}"): ["1"] for number in range(4)})
    shares = list(Share.objects.values_list("pk", flat=True))

    noted = at_once(
        lambda _: payments.settle(campaign.pk, nadia, shares, "cash", timezone.localdate()), range(6)
    )

    assert sorted(noted) == [0, 0, 0, 0, 0, 4]
    assert Payment.objects.count() == 4
