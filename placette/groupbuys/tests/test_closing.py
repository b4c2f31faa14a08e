"""The deadline: success, failure, yes again, more time; each told once, with her own amount."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from placette.groupbuys import tasks
from placette.groupbuys.actions import campaigns, extending, pledging
from placette.groupbuys.actions.closing import CONFIRMS_WITHIN, close
from placette.groupbuys.actions.refusals import Closed, Refused
from placette.groupbuys.models import Campaign, Closing, Line, Share, Waiting
from placette.groupbuys.references import is_reference
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .factories import PELLETS, campaign_of, offered, product_of, takes, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return person_of("Nadia", "Ferrand")


@pytest.fixture
def luc():
    return person_of("Luc", "Morel")


def told(person, event):
    return [
        each.facts
        for each in Notice.objects.filter(person=person, kind="purchase")
        if each.facts["event"] == event
    ]


def ended(campaign):
    return Campaign.objects.get(pk=campaign.pk)


def test_ten_tonnes_together_cost_ten_per_cent_less(nadia, luc):
    campaign = campaign_of(nadia)
    takes(nadia, campaign, 4)
    takes(luc, campaign, 6)

    close(campaign.pk, campaign.deadline)
    close(campaign.pk, campaign.deadline)

    owed = dict(Share.objects.values_list("pledge__person__first_name", "amount_cents"))
    assert owed == {"Nadia": 108_000, "Luc": 162_000}
    assert all(is_reference(each.reference) for each in Share.objects.all())
    closing = Closing.objects.get()
    assert (closing.succeeded, closing.takers, closing.total_cents, closing.reference_cents) == (
        True,
        2,
        270_000,
        300_000,
    )
    assert [(each["cents"], each["saved"]) for each in told(luc, "succeeded")] == [(162_000, 18_000)]
    assert len(told(nadia, "organised")) == 1


def test_too_few_owe_nothing(nadia, luc):
    campaign = campaign_of(nadia, minimum_quantity=Decimal(5))
    takes(luc, campaign, 4)
    close(campaign.pk, campaign.deadline)
    assert ended(campaign).state == "failed"
    assert not Share.objects.exists()
    assert len(told(luc, "failed")) == 1


def test_the_deadline_counts_not_the_worker_that_comes_after_it(nadia, luc):
    campaign = campaign_of(nadia)
    takes(luc, campaign, 1)
    with pytest.raises(Closed):
        pledging.withdraw(campaign.pk, luc, campaign.deadline)
    assert Line.objects.get().quantity == 1


def test_a_worker_that_was_away_closes_all_that_is_due(nadia, time_machine):
    campaigns = [campaign_of(nadia, title=f"Achat {n}") for n in range(3)]
    for each in campaigns[:2]:
        takes(nadia, each, 1)
    time_machine.move_to(timezone.now() + timedelta(days=30))
    tasks.close(0)
    tasks.close(0)
    assert [ended(each).state for each in campaigns] == ["succeeded", "succeeded", "failed"]
    assert Closing.objects.count() == 3


@pytest.mark.parametrize(
    ("deadline", "seconds_before"),
    [
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), 60),  # 3 h in Paris, the night that skips an hour
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), 60),  # the second 2.30 of the night that has one more
    ],
)
def test_in_the_nights_of_daylight_saving_a_deadline_is_one_moment(
    nadia, luc, time_machine, deadline, seconds_before
):
    time_machine.move_to(deadline - timedelta(seconds=seconds_before), tick=False)
    campaign = campaign_of(nadia, deadline=deadline)
    takes(luc, campaign, 1)
    tasks.close(0)
    assert ended(campaign).state == "open"
    time_machine.move_to(deadline, tick=False)
    tasks.close(0)
    assert ended(campaign).state == "succeeded"


def test_who_would_pay_more_than_she_has_accepted_says_yes_again_or_is_free(nadia, luc):
    anne, zoe = person_of("Anne"), person_of("Zoé")
    campaign = campaign_of(nadia)
    takes(nadia, campaign, 10)
    takes(luc, campaign, 2, 27_000)
    takes(anne, campaign, 1, 27_000)
    takes(zoe, campaign, 3, 28_500)
    takes(nadia, campaign, 0)  # 6 t are left: 285 € and no longer 270
    assert [len(told(each, "rose")) for each in (luc, anne, zoe)] == [1, 1, 0]

    close(campaign.pk, campaign.deadline)
    assert ended(campaign).state == "confirming"
    assert [len(told(each, "confirm")) for each in (luc, anne, zoe)] == [1, 1, 0]
    pledging.accept(campaign.pk, luc, campaign.deadline)
    with pytest.raises(Closed):
        pledging.withdraw(campaign.pk, zoe, campaign.deadline)
    close(campaign.pk, campaign.deadline + CONFIRMS_WITHIN)

    assert ended(campaign).state == "succeeded"
    owed = dict(Share.objects.values_list("pledge__person__first_name", "amount_cents"))
    assert owed == {"Luc": 57_000, "Zoé": 85_500}  # 5 t: still 285 €
    assert len(told(anne, "freed")) == 1


def test_more_time_frees_who_does_not_stay(nadia, luc):
    anne = person_of("Anne")
    campaign = campaign_of(nadia, minimum_quantity=Decimal(5))
    takes(luc, campaign, 2)
    takes(anne, campaign, 2)
    later = campaign.deadline + timedelta(days=7)
    extending.extend(campaign.pk, nadia, later)
    with pytest.raises(Refused):
        extending.extend(campaign.pk, nadia, later + timedelta(days=1))
    extending.stay(campaign.pk, luc)

    close(campaign.pk, campaign.deadline)

    assert (ended(campaign).state, ended(campaign).deadline) == ("open", later)
    assert [len(told(each, "freed")) for each in (luc, anne)] == [0, 1]
    pledging.pledge(campaign.pk, anne, [wish(product_of(campaign), 3)], campaign.deadline)
    close(campaign.pk, later)
    assert ended(campaign).state == "succeeded"
    assert Closing.objects.get().total_cents == 5 * 28_500


def test_what_is_freed_goes_to_whoever_waits(nadia, luc):
    anne = person_of("Anne")
    campaign = campaign_of(nadia, offered(stock=Decimal(2)))
    takes(luc, campaign, 2)
    pledging.wait(campaign.pk, anne, wish(product_of(campaign), 2))
    extending.extend(campaign.pk, nadia, campaign.deadline + timedelta(days=7))
    close(campaign.pk, campaign.deadline)
    assert Line.objects.get().pledge.person == anne
    assert len(told(anne, "served")) == 1


def test_of_two_products_only_the_one_that_costs_too_much_is_taken_back(nadia, luc):
    campaign = campaign_of(nadia, offered(), offered(name="Allume-feu", tiers=PELLETS[:1]))
    pellets, lighters = campaign.products.all()
    takes_both = [wish(pellets, 1, 27_000), wish(lighters, 1)]
    pledging.pledge(campaign.pk, nadia, [wish(pellets, 10)])
    pledging.pledge(campaign.pk, luc, takes_both)
    pledging.pledge(campaign.pk, nadia, [wish(pellets, 1)])
    close(campaign.pk, campaign.deadline)
    close(campaign.pk, campaign.deadline + CONFIRMS_WITHIN)
    assert Share.objects.get(pledge__person=luc).amount_cents == 30_000
    assert (len(told(luc, "freed_in_part")), told(luc, "freed")) == (1, [])


def test_who_withdraws_while_she_waits_for_more_waits_no_longer(nadia, luc):
    campaign = campaign_of(nadia, offered(stock=Decimal(4)))
    takes(luc, campaign, 3)
    takes(nadia, campaign, 1)
    pledging.wait(campaign.pk, luc, wish(product_of(campaign), 1))
    pledging.withdraw(campaign.pk, luc)
    assert not Waiting.objects.exists()
    assert Line.objects.get().pledge.person == nadia


def test_who_is_freed_waits_no_longer_either(nadia, luc):
    anne = person_of("Anne")
    campaign = campaign_of(nadia, offered(stock=Decimal(10), minimum=Decimal(5), step=Decimal(1)))
    takes(luc, campaign, 8)
    pledging.wait(campaign.pk, luc, wish(product_of(campaign), 3))
    pledging.wait(campaign.pk, anne, wish(product_of(campaign), 5))
    extending.extend(campaign.pk, nadia, campaign.deadline + timedelta(days=7))
    close(campaign.pk, campaign.deadline)
    assert ended(campaign).deadline > campaign.deadline
    assert Line.objects.get().pledge.person == anne


def test_a_place_in_the_queue_stays_while_other_products_change(nadia, luc):
    campaign = campaign_of(nadia, offered(stock=Decimal(4)), offered(name="Allume-feu"))
    pellets, lighters = campaign.products.all()
    pledging.pledge(campaign.pk, luc, [wish(pellets, 4), wish(lighters, 1)])
    pledging.wait(campaign.pk, luc, wish(pellets, 2))
    pledging.pledge(campaign.pk, luc, [wish(pellets, 4), wish(lighters, 2)])
    assert Waiting.objects.get().quantity == 2


def test_nobody_waits_for_what_has_no_end(nadia, luc):
    campaign = campaign_of(nadia)
    with pytest.raises(Refused, match="tout le monde"):
        pledging.wait(campaign.pk, luc, wish(product_of(campaign), 1, 20_000))


def test_freed_at_both_deadlines_is_told_at_both(nadia, luc):
    campaign = campaign_of(nadia)
    takes(nadia, campaign, 10)
    takes(luc, campaign, 1)
    later = campaign.deadline + timedelta(days=7)
    extending.extend(campaign.pk, nadia, later)
    close(campaign.pk, campaign.deadline)
    pledging.pledge(campaign.pk, luc, [wish(product_of(campaign), 1, 27_000)], campaign.deadline)
    pledging.pledge(campaign.pk, nadia, [wish(product_of(campaign), 1)], campaign.deadline)
    close(campaign.pk, later)
    close(campaign.pk, later + CONFIRMS_WITHIN)
    assert len(told(luc, "freed")) == 2


def test_what_became_public_meanwhile_keeps_its_prices_and_its_day(nadia):
    campaign = campaign_of(nadia)
    with pytest.raises(Refused, match="prix"):
        campaigns.change(campaign.pk, [offered(tiers=())])
    with pytest.raises(Refused, match="clôture"):
        campaigns.change(campaign.pk, deadline=None)
