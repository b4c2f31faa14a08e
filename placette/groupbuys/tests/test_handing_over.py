"""What is handed over: once, whichever telephone says it, in whatever order it reaches us, and never more than there is."""

import uuid
from datetime import timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from django.db import IntegrityError
from django.utils import timezone

from placette.core.tests.racing import at_once
from placette.groupbuys.actions import pledging
from placette.groupbuys.actions.closing import close
from placette.groupbuys.actions.refusals import Closed, Refused
from placette.groupbuys.collecting import queries, sentences
from placette.groupbuys.collecting.actions import finishing, handing, left_overs
from placette.groupbuys.collecting.actions.handing import Result
from placette.groupbuys.collecting.actions.left_overs import Settled
from placette.groupbuys.models import HandedLine, HandOver, LeftOver
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .collected import share_of, succeeded, ticked
from .factories import campaign_of, offered, product_of, takes, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return [person_of(name) for name in ("Nadia", "Luc", "Odile", "Karim")]


@pytest.fixture
def campaign(people):
    return succeeded(people[0], {people[1]: 2, people[2]: "1.5"})


def stands(share):
    return HandedLine.objects.get(hand_over__share=share, hand_over__undone_at=None).quantity


def test_the_same_tick_again_is_one(people, campaign):
    share, key = share_of(campaign, people[1]), uuid.uuid4()
    assert [ticked(share, people[0], key=key) for _ in range(3)] == [Result.HANDED] * 3
    assert HandOver.objects.count() == 1
    assert stands(share) == 2


def test_of_two_ticks_the_earlier_stands_in_whatever_order_they_come(people, campaign):
    now = timezone.now()
    for order in permutations([("1", 3), ("2", 2), ("0.5", 1)]):
        share = share_of(campaign, people[1])
        said = [ticked(share, people[0], much, now - timedelta(hours=ago)) for much, ago in order]
        assert stands(share) == 1
        assert said[0] == Result.HANDED
        assert said.count(Result.HANDED) == 1  # of others' ticks everybody is told
        HandedLine.objects.all().delete()
        HandOver.objects.all().delete()


def test_two_who_tick_the_same_are_told_of_no_conflict(people, campaign):
    share = share_of(campaign, people[1])
    assert {ticked(share, people[0]), ticked(share, people[3])} == {Result.HANDED}


def test_a_tick_that_was_undone_does_not_come_back(people, campaign):
    share, key = share_of(campaign, people[1]), uuid.uuid4()
    ticked(share, people[0], key=key)
    handing.undo(share)
    assert ticked(share, people[0], key=key) == Result.UNDONE
    assert not HandOver.objects.filter(undone_at=None).exists()
    assert ticked(share, people[0]) == Result.HANDED


@pytest.mark.parametrize("much", ["2.5", "-1"])
def test_one_is_handed_what_one_ordered_at_most(people, campaign, much):
    with pytest.raises(Refused, match="ce qui était commandé"):
        ticked(share_of(campaign, people[1]), people[0], much)


def test_a_clock_that_is_fast_is_not_believed(people, campaign):
    share = share_of(campaign, people[1])
    ticked(share, people[0], at=timezone.now() + timedelta(days=3))
    assert HandOver.objects.get().at <= timezone.now()


def test_what_is_left_is_given_to_who_waits_and_to_nobody_twice(people):
    campaign = campaign_of(people[0], offered(stock=Decimal(2)))
    product = product_of(campaign)
    takes(people[1], campaign, 2)
    pledging.wait(campaign.pk, people[3], wish(product, 1))
    close(campaign.pk, campaign.deadline)
    product.refresh_from_db()
    share = share_of(campaign, people[1])
    ticked(share, people[0], "0.5")
    given = Settled(product.pk, Decimal(1), LeftOver.Fate.GIVEN, people[3].pk)

    with pytest.raises(Refused, match="Choisissez à qui"):
        left_overs.settle(campaign.pk, people[0], Settled(product.pk, Decimal(1), "given", people[2].pk))
    with pytest.raises(Refused, match="Il reste"):
        left_overs.settle(campaign.pk, people[0], Settled(product.pk, Decimal(2), "kept"))
    first, again = (left_overs.settle(campaign.pk, people[0], given, key="k") for _ in range(2))
    assert first == again
    assert queries.left_of(product) == Decimal("0.5")
    assert queries.left_overs(campaign)[0].left == Decimal("0.5")
    assert Notice.objects.get(person=people[3], facts__event="given").facts["product"] == "Granulés en sac"

    # Luc comes after all, for what is no longer there.
    handing.undo(share)
    with pytest.raises(Refused, match="déjà été donné"):
        ticked(share, people[0])
    assert not HandOver.objects.filter(undone_at=None).exists()
    for _ in range(2):
        left_overs.unsettle(campaign.pk, first.pk)
    assert ticked(share, people[0]) == Result.HANDED
    told = Notice.objects.filter(person=people[3], facts__event__startswith="given").order_by("pk")
    assert [(each.facts["event"], each.seen_at is None) for each in told] == [
        ("given", False),
        ("given_no_more", True),
    ]
    assert "ne sont plus pour vous" in sentences.told(told[1].facts)


def test_the_database_hands_out_nothing_twice(people, campaign):
    product = product_of(campaign)
    ticked(share_of(campaign, people[1]), people[0])
    with pytest.raises(IntegrityError, match="nothing_is_handed_out_twice"):
        LeftOver.objects.create(product=product, quantity=2, fate="kept")


def test_nobody_is_handed_the_line_of_another(people, campaign):
    ticked(share_of(campaign, people[1]), people[0])
    other = share_of(campaign, people[2]).pledge.lines.get()
    with pytest.raises(IntegrityError, match="one_is_handed_what_one_ordered"):
        HandedLine.objects.create(hand_over=HandOver.objects.get(), line=other, quantity=1)


def test_who_was_not_ticked_gets_all_at_once_and_then_it_is_over(people, campaign):
    ticked(share_of(campaign, people[1]), people[0], 1)
    assert handing.hand_over_the_rest(campaign.pk, people[0]) == 1
    assert (stands(share_of(campaign, people[1])), stands(share_of(campaign, people[2]))) == (
        1,
        Decimal("1.5"),
    )
    finishing.finish(campaign.pk)
    with pytest.raises(Closed):
        handing.undo(share_of(campaign, people[1]))
    with pytest.raises(IntegrityError, match="what_is_done_is_done"):
        HandOver.objects.update(undone_at=timezone.now())


def test_who_ticked_may_leave_placette(people, campaign):
    ticked(share_of(campaign, people[1]), people[3])
    finishing.finish(campaign.pk)
    people[3].delete()
    assert HandOver.objects.get().by is None


@pytest.mark.django_db(transaction=True)
def test_eight_telephones_tick_the_same_share():
    nadia, luc = person_of("Nadia"), person_of("Luc")
    campaign = succeeded(nadia, {luc: 2})
    share, now = share_of(campaign, luc), timezone.now()

    at_once(
        lambda number: ticked(share, nadia, Decimal(number) / 4, now - timedelta(minutes=number)), range(8)
    )

    assert HandOver.objects.filter(undone_at=None).count() == 1
    assert stands(share) == Decimal("1.75")  # the earliest of all
    assert HandOver.objects.count() == 8
