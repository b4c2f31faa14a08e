"""The page of a campaign that goes on counting: what its script and its live events are given."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from placette.core import live
from placette.groupbuys import rules
from placette.groupbuys.pricing import Step
from placette.groupbuys.queries.detail import detail
from placette.people.standing import standing_of
from placette.people.tests.factories import person_of

from .factories import PELLETS, campaign_of, offered, product_of, takes, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return person_of("Nadia", "Benali")


def page(client, person, campaign):
    client.force_login(person)
    return client.get(campaign.get_absolute_url())


def test_the_board_alone_says_what_the_live_event_says(client, nadia):
    campaign = campaign_of(nadia)
    takes(nadia, campaign, 5)
    client.force_login(nadia)

    board = client.get(campaign.get_absolute_url() + "tableau/").json()

    product = str(product_of(campaign).pk)
    assert board == {
        "state": "open",
        "takers": 1,
        "products": {product: {"pledged": "5.000", "takers": 1, "cents": 28_500}},
    }


def test_the_page_carries_a_pass_for_her_alone(client, nadia):
    campaign = campaign_of(nadia)
    token = page(client, nadia, campaign).context["follow"]

    assert live.topic_of(token, nadia.pk) == f"campaign:{campaign.pk}"
    assert live.topic_of(token, nadia.pk + 1) is None
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert live.topic_of(token, nadia.pk) is None
    assert live.topic_of("x" + token, nadia.pk) is None


def test_figures_of_the_page_are_those_that_the_script_counts_with(nadia):
    campaign = campaign_of(nadia, offered((*PELLETS, Step(Decimal("12.5"), 26_000))))
    found = detail(standing_of(nadia), campaign.pk)

    assert found is not None
    assert json.loads(found.offers[0].figures)["tiers"][-1] == [12.5, 26_000]
    assert rules.is_open(campaign, timezone.now())
    assert wish(product_of(campaign), 1).accepted_cents == 30_000


@pytest.mark.parametrize(("language", "money"), [("fr", "285\u00a0€"), ("en", "€285")])
def test_the_script_finds_the_price_in_cents_and_how_to_write_another(client, nadia, language, money):
    campaign = campaign_of(nadia)
    takes(person_of("Karim"), campaign, 6)
    client.force_login(nadia)

    read = client.get(campaign.get_absolute_url(), headers={"accept-language": language}).content.decode()

    assert f'data-cents="28500">{money}</' in read
    assert f'data-money="{money.replace("285", "{amount}").replace("\u00a0", " ")}"' in read
