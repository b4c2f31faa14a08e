"""What a pledge reads is written once a process; it gives what Django's own query gives."""

from decimal import Decimal

import pytest
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from placette.groupbuys import goods
from placette.groupbuys.actions import pledging, queue
from placette.groupbuys.models import Extension, Waiting
from placette.groupbuys.queries import detail
from placette.people.tests.factories import person_of
from placette.people.tests.test_prepared import told

from .factories import campaign_of, offered, product_of, takes


@pytest.fixture
def nadia(db):
    return person_of("Nadia")


@pytest.fixture
def campaign(nadia):
    """More time was asked for, Nadia takes two tonnes and waits for one."""
    campaign = campaign_of(nadia, offered(stock=Decimal(9)), offered(name="Bûches", unit="stère"))
    takes(nadia, campaign, 2)
    Extension.objects.create(campaign=campaign, asked_by=nadia, until=campaign.deadline)
    Waiting.objects.create(
        product=product_of(campaign), person=nadia, quantity=1, accepted_cents=30_000, since=timezone.now()
    )
    return campaign


def test_gives_what_the_query_gives(nadia, campaign):
    asked = [
        *((each, (campaign.pk,)) for each in (pledging.LOCKED, pledging.FOUND, goods.PRODUCTS, goods.TIERS)),
        *((each, (campaign.pk, nadia.pk)) for each in (goods.HELD, detail.WAITING)),
        (queue.WAITING, (product_of(campaign).pk,)),
    ]

    for prepared, values in asked:
        found = told(prepared(*values))
        assert found
        assert found == told(prepared._make(*values))


def test_who_is_not_among_its_participants_holds_nothing(campaign):
    assert goods.HELD(campaign.pk, person_of("Karim").pk) == []
    assert pledging.LOCKED(0) == []


@pytest.mark.django_db(transaction=True)
def test_a_lock_wants_a_transaction(campaign):
    with pytest.raises(TransactionManagementError):
        pledging.locked(campaign.pk)
