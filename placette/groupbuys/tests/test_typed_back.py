"""What a page shows in a field comes back as it was, also in English, which writes « 1,500 » for a thousand and a half."""

import re
from decimal import Decimal

import pytest

from placette.groupbuys.models import HandOver, LeftOver
from placette.groupbuys.pricing import Step
from placette.people.tests.factories import person_of

from .collected import share_of, succeeded
from .factories import campaign_of, offered

pytestmark = pytest.mark.django_db
MANY = Decimal("1500.000")
SOLD = offered(
    (Step(Decimal(0), 300), Step(MANY, 270)), step=Decimal(1), minimum=Decimal(1), stock=Decimal(9000)
)


@pytest.fixture(params=["fr", "en"])
def language(request) -> dict[str, str]:
    return {"accept-language": request.param}


def fields(client, address, language) -> dict[str, str]:
    """Those that have a value."""
    page = client.get(address, headers=language).content.decode()
    inputs = (dict(re.findall(r'([a-z-]+)="([^"]*)"', each)) for each in re.findall("<input[^>]*>", page))
    return {each["name"]: each["value"] for each in inputs if each.get("value") and "name" in each}


def test_a_purchase_keeps_its_tiers_and_limits_when_its_title_changes(client, language):
    nadia = person_of("Nadia")
    campaign = campaign_of(nadia, SOLD, minimum_quantity=MANY, published=False)
    client.force_login(nadia)

    address = f"/achats/{campaign.pk}/modifier/"
    shown = fields(client, address, language)
    sent = shown | {"title": "Autre", "counted": "own_quantity", "audience": "around"}
    answer = client.post(address, sent, headers=language)

    assert answer.status_code == 302
    campaign.refresh_from_db()
    product = campaign.products.get()
    assert (campaign.title, campaign.minimum_quantity, product.stock) == ("Autre", MANY, 9000)
    assert [tier.threshold for tier in product.tiers.all()] == [0, MANY]


def test_what_is_handed_over_and_what_is_left_is_what_was_ordered(client, language):
    nadia, luc, odile = (person_of(name) for name in ("Nadia", "Luc", "Odile"))
    campaign = succeeded(nadia, {luc: MANY, odile: MANY}, SOLD)
    client.force_login(nadia)

    collected = f"/achats/{campaign.pk}/retrait/"
    share = share_of(campaign, luc)
    line = f"line-{share.pledge.lines.get().pk}"
    sent = fields(client, f"{collected}remise/", language)
    client.post(f"{collected}remise/{share.pk}/", {"key": sent["key"], line: sent[line]}, headers=language)
    left = fields(client, f"{collected}restes/", language)
    amount = f"p{campaign.products.get().pk}-amount"
    settled = {
        "product": left["product"],
        "key": left["key"],
        amount: left[amount],
        amount.replace("amount", "fate"): "kept",
    }
    client.post(f"{collected}restes/", settled, headers=language)

    assert HandOver.objects.get().lines.get().quantity == MANY
    assert LeftOver.objects.get().quantity == MANY
