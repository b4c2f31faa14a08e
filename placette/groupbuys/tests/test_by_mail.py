"""Taking part in a grouped purchase by the links of its e-mails."""

from datetime import timedelta
from decimal import Decimal

import pytest

from placette.groupbuys.actions import campaigns, extending, interest, pledging, telling
from placette.groupbuys.goods import goods_of
from placette.groupbuys.models import Line, Pledge
from placette.notices.tests.links import offered, path_of
from placette.people.tests.factories import person_of

from .factories import campaign_of, product_of, takes

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return person_of("Nadia", "Ferrand")


@pytest.fixture
def luc():
    return person_of("Luc", "Morel")


def test_whoever_was_interested_takes_part_by_the_e_mail_that_tells_the_price(client, nadia, luc):
    campaign = campaign_of(nadia, published=False)
    product = product_of(campaign)
    campaigns.publish(campaign.pk, asks_for_interest=True)
    interest.tell(campaign.pk, luc, {product.pk: Decimal(2)})
    campaigns.publish(campaign.pk)
    link = offered(luc, "purchase")["Je participe"]

    page = client.get(link)
    shown = {f"quantity-{product.pk}": "2", f"price-{product.pk}": "30000"}
    nothing = client.post(link, shown | {f"quantity-{product.pk}": ""})
    lower = client.post(link, shown | {f"price-{product.pk}": "10000"})
    said = client.post(link, shown)
    again = client.post(link, shown)

    assert 'value="2"' in page.text
    assert "300" in page.text
    assert (nothing.status_code, lower.status_code, again.status_code) == (422, 422, 409)
    assert "vous participez" in said.text
    line = Line.objects.get(pledge__person=luc)
    assert (line.quantity, line.accepted_cents) == (2, 30_000)


def test_a_price_that_has_risen_is_accepted_as_it_was_read(client, nadia, luc):
    campaign = campaign_of(nadia)
    product = product_of(campaign)
    takes(nadia, campaign, 6)
    takes(luc, campaign, 2, 28_500)
    pledging.withdraw(campaign.pk, nadia)
    campaign.refresh_from_db()
    telling.prices_rose(campaign, goods_of(campaign).prices(campaign))
    link = offered(luc, "purchase")["Oui, à ce prix"]

    less = client.post(link, {str(product.pk): "29000"})
    said = client.post(link, {str(product.pk): "30000"})

    assert less.status_code == 422
    assert "Merci" in said.text
    assert Line.objects.get(pledge__person=luc).accepted_cents == 30_000
    assert client.post(link, {str(product.pk): "30000"}).status_code == 409


def test_who_stays_says_so_by_e_mail(client, nadia, luc):
    campaign = campaign_of(nadia)
    takes(nadia, campaign, 2)
    takes(luc, campaign, 2)
    extending.extend(campaign.pk, nadia, campaign.deadline + timedelta(days=5))

    client.post(offered(luc, "purchase")["Oui, je reste"])

    assert Pledge.objects.get(person=luc).stays_at is not None
    assert client.post(path_of(luc, "purchase.stay", campaign.pk)).status_code == 409
    assert client.post(path_of(person_of("Rose"), "purchase.stay", campaign.pk)).status_code == 410
