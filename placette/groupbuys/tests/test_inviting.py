"""The link, its drawing and its poster; and where the link leads whom."""

import json
import re
from decimal import Decimal

import pytest
import typst
from django.utils import timezone

from placette.groupbuys import joining
from placette.groupbuys.actions import campaigns, closing
from placette.groupbuys.papers import poster
from placette.groupbuys.pricing import Step
from placette.groupbuys.queries.detail import detail
from placette.people.standing import standing_of
from placette.people.tests.factories import person_of

from .factories import campaign_of, offered, takes

MANY = tuple(Step(Decimal(10 * n), 300_000 - n) for n in range(8))
pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return campaign_of(person_of("Nadia", "Benali"))


def link_of(campaign) -> str:
    return re.sub(r"^https?://[^/]+", "", joining.address(campaign))


def test_whoever_it_is_for_copies_shares_and_prints(client, campaign):
    client.force_login(person_of("Karim"))

    page = client.get(f"{campaign.get_absolute_url()}inviter/").content.decode()

    assert joining.address(campaign) in page
    assert "<svg" in page
    assert f"{campaign.get_absolute_url()}affiche/" in page


def test_the_poster_is_an_accessible_page_of_paper(client, campaign):
    takes(campaign.organiser, campaign, 5)
    client.force_login(person_of("Karim"))

    paper = client.get(f"{campaign.get_absolute_url()}affiche/")

    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")


def test_a_poster_of_many_products_and_odd_words(client):
    names = ["#set page(fill: red)", "*gras*", "$x$", "Sacs « à bois »", "Cinquième"]
    campaign = campaign_of(
        person_of("Nadia"),
        *(offered(MANY, name=each * 3) for each in names),
        title="#panic() \\ `code`",
        counted="all_takers",
    )
    karim = person_of("Karim")
    client.force_login(karim)

    assert client.get(f"{campaign.get_absolute_url()}affiche/").content.startswith(b"%PDF-")
    found = detail(standing_of(karim), campaign.pk)
    assert found is not None
    sheet = {"paper": json.dumps(poster._paper(found, timezone.now()))}
    drawn = typst.compile(poster.TEMPLATE, sys_inputs=sheet, ignore_system_fonts=True, format="svg")
    assert isinstance(drawn, bytes) or len(drawn) == 1  # a page each


def test_the_link_leads_a_neighbour_to_the_campaign(client, campaign):
    client.force_login(person_of("Karim"))

    assert client.get(link_of(campaign)).url == campaign.get_absolute_url()


def test_the_link_leads_whoever_has_no_account_to_the_door_and_back(client, campaign):
    page = client.get(link_of(campaign))

    read = page.content.decode()
    assert "Un voisin de Fonsorbes vous invite" in read
    assert campaign.title not in read
    assert f"?next={campaign.get_absolute_url()}" in read
    assert page["X-Robots-Tag"] == "noindex"
    assert client.session["commune"] == campaign.commune_id
    assert (
        campaign.get_absolute_url()
        in client.get(f"/compte/signup/?next={campaign.get_absolute_url()}").content.decode()
    )


def test_addresses_that_somebody_counts_up_tell_nothing(client, campaign):
    draft = campaign_of(campaign.organiser, published=False)

    assert client.get(f"/achats/{campaign.pk}/rejoindre/0123456789/").status_code == 404
    assert client.get(link_of(draft)).status_code == 404
    assert client.get(f"/achats/{campaign.pk}/inviter/").status_code == 302  # to the door


def test_nobody_is_invited_to_what_is_over(client, campaign):
    closing.close(campaign.pk, campaign.deadline)
    client.force_login(person_of("Karim"))

    for each in ("inviter", "affiche"):
        assert client.get(f"{campaign.get_absolute_url()}{each}/").url == campaign.get_absolute_url()


def test_one_may_invite_to_what_asks_for_interest(client):
    campaign = campaign_of(person_of("Nadia"), offered(tiers=()), published=False)
    campaigns.publish(campaign.pk, asks_for_interest=True)
    client.force_login(person_of("Karim"))

    assert client.get(f"{campaign.get_absolute_url()}inviter/").status_code == 200
    assert client.get(f"{campaign.get_absolute_url()}affiche/").content.startswith(b"%PDF-")


def test_thirty_posters_an_hour(client, campaign, monkeypatch):
    monkeypatch.setattr("placette.groupbuys.views.inviting.POSTERS_AN_HOUR", 1)
    client.force_login(person_of("Karim"))

    statuses = [client.get(f"{campaign.get_absolute_url()}affiche/").status_code for _ in range(2)]
    assert statuses == [200, 429]
