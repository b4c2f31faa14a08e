"""Whatever writes, the database keeps stock, steps, limits, totals and an end that is an end."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from placette.groupbuys.actions.closing import close
from placette.groupbuys.models import (
    Campaign,
    Closing,
    Extension,
    Line,
    Pledge,
    Product,
    Share,
    Supplier,
    Tier,
)
from placette.people.tests.factories import person_of

from .factories import campaign_of, offered, product_of, takes

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return person_of("Nadia", "Ferrand")


def refused(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


def line_of(campaign, quantity="0.5", product=None, person=None):
    pledge = Pledge.objects.get_or_create(campaign=campaign, person=person or campaign.organiser)[0]
    return Line.objects.create(
        pledge=pledge,
        product=product or product_of(campaign),
        quantity=Decimal(quantity),
        accepted_cents=30_000,
    )


def test_totals_follow_the_lines(organiser):
    campaign = campaign_of(organiser, offered(), offered(name="Allume-feu"))

    pledge = line_of(campaign, "2").pledge
    line_of(campaign, "1", product_of(campaign, 1))
    line_of(campaign, "1.5", person=person_of("Luc"))
    Line.objects.filter(pledge=pledge, product=product_of(campaign)).update(quantity=3)

    campaign.refresh_from_db()
    assert (campaign.takers, product_of(campaign).pledged, product_of(campaign).takers) == (
        2,
        Decimal("4.5"),
        2,
    )
    pledge.lines.all().delete()
    campaign.refresh_from_db()
    assert (campaign.takers, product_of(campaign).pledged, product_of(campaign, 1).takers) == (
        1,
        Decimal("1.5"),
        0,
    )


@pytest.mark.parametrize(
    ("quantity", "constraint"),
    [
        ("0.7", "a_quantity_is_of_whole_steps"),
        ("3.5", "a_person_keeps_to_her_limits"),
        ("3", "never_more_than_the_stock"),
        ("-1", "a_line_is_something"),
    ],
)
def test_a_line_keeps_to_steps_limits_and_stock(organiser, quantity, constraint):
    campaign = campaign_of(organiser, offered(maximum=Decimal(3), stock=Decimal("2.5")))
    with refused(constraint):
        line_of(campaign, quantity)


def test_a_line_is_of_its_campaign(organiser):
    other = campaign_of(organiser, title="Une autre")
    with refused("a_line_is_of_its_campaign"):
        line_of(campaign_of(organiser), product=product_of(other))


@pytest.mark.parametrize(
    "written",
    [
        lambda campaign: Product.objects.filter(campaign=campaign).update(pledged=0),
        lambda campaign: Campaign.objects.filter(pk=campaign.pk).update(takers=0),
        lambda campaign: Pledge.objects.filter(campaign=campaign).update(items=0),
    ],
)
def test_nobody_writes_totals(organiser, written):
    campaign = campaign_of(organiser)
    line_of(campaign)
    with refused("totals_come_from_lines_alone"):
        written(campaign)


@pytest.mark.parametrize(
    "changed",
    [
        lambda campaign: Tier.objects.filter(product__campaign=campaign).update(unit_cents=1),
        lambda campaign: Tier.objects.filter(product__campaign=campaign).delete(),
        lambda campaign: Product.objects.filter(campaign=campaign).update(step=Decimal("0.1")),
        lambda campaign: Campaign.objects.filter(pk=campaign.pk).update(minimum_takers=1),
        lambda campaign: Campaign.objects.filter(pk=campaign.pk).update(counted="all_takers"),
        lambda campaign: Campaign.objects.filter(pk=campaign.pk).update(supplier=None),
    ],
)
def test_what_somebody_counts_on_stands(organiser, changed):
    campaign = campaign_of(
        organiser, supplier=Supplier.objects.create(name="Bois", professional=False, added_by=organiser)
    )
    changed_before = campaign_of(organiser, title="Sans personne", published=False)
    changed_of_the_free = changed_before.products.get().tiers.filter(threshold=5).update(unit_cents=28_000)
    assert changed_of_the_free == 1
    line_of(campaign)
    with refused("what_somebody_counts_on_stands"):
        changed(campaign)


def test_a_deadline_moves_once_and_only_as_asked(organiser):
    campaign = campaign_of(organiser)
    line_of(campaign)
    later = campaign.deadline + timedelta(days=1)
    with refused("a_deadline_is_extended_once"), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(deadline=later)
    Extension.objects.create(campaign=campaign, until=later)
    assert Campaign.objects.filter(pk=campaign.pk).update(deadline=later) == 1
    with refused("extension"):
        Extension.objects.create(campaign=campaign, until=later)


@pytest.mark.parametrize(
    ("thresholds", "cents", "constraint"),
    [
        ((0, 5), (300, 300), "a_tier_costs_less_than_the_one_before"),
        ((0, 5), (300, 310), "a_tier_costs_less_than_the_one_before"),
        ((2, 5), (300, 290), "the_first_tier_begins_at_nothing"),
    ],
)
def test_tiers_begin_at_nothing_and_fall(organiser, thresholds, cents, constraint):
    product = product_of(campaign_of(organiser, offered(tiers=()), published=False))
    with refused(constraint):
        for threshold, price in zip(thresholds, cents, strict=True):
            Tier.objects.create(product=product, threshold=threshold, unit_cents=price)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "changed",
    [
        lambda campaign: line_of(campaign, person=person_of("Luc")),
        lambda campaign: Line.objects.update(quantity=1),
        lambda campaign: Line.objects.all().delete(),
        lambda campaign: Pledge.objects.filter(campaign=campaign).update(freed_at=timezone.now()),
        lambda campaign: Product.objects.update(final_cents=1),
        lambda campaign: Product.objects.update(stock=100),
        lambda campaign: Campaign.objects.update(minimum_takers=4),
        lambda campaign: Campaign.objects.update(deadline=timezone.now()),
        lambda campaign: Share.objects.update(amount_cents=1),
        lambda campaign: Closing.objects.update(total_cents=1),
        lambda campaign: Closing.objects.all().delete(),
    ],
)
def test_a_closed_campaign_never_changes(organiser, changed):
    campaign = campaign_of(organiser)
    takes(organiser, campaign, 1)
    close(campaign.pk, campaign.deadline)
    assert Share.objects.get().amount_cents == 30_000
    with refused("a_closed_campaign_never_changes"):
        changed(campaign)


def test_a_closed_campaign_is_not_opened_again(organiser):
    campaign = campaign_of(organiser)
    takes(organiser, campaign, 1)
    close(campaign.pk, campaign.deadline)
    with refused("a_campaign_goes_its_way"):
        Campaign.objects.update(state="open")


def test_who_has_left_placette_is_forgotten_and_her_part_stays(organiser):
    campaign, luc = campaign_of(organiser), person_of("Luc")
    takes(luc, campaign, 1)
    close(campaign.pk, campaign.deadline)
    luc.delete()
    assert Share.objects.get().pledge.person is None
