"""Who takes part changes her mind, moves away, says yes again to a price or to more time."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from placette.groupbuys.actions import closing, pledging
from placette.groupbuys.models import Campaign, Extension, Line, Pledge
from placette.notices.models import Notice
from placette.people.tests.factories import member_of, person_of

from .factories import campaign_of, offered, product_of, takes

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return person_of("Nadia", "Benali")


@pytest.fixture
def campaign(nadia):
    return campaign_of(nadia, offered(stock=Decimal(20), maximum=Decimal(12)))


@pytest.fixture
def karim(client):
    person = person_of("Karim")
    client.force_login(person)
    return person


def send(client, campaign, verb="participer", *, cents=30_000, quantity="2", **more):
    pk = product_of(campaign).pk
    fields = {f"quantity-{pk}": quantity, f"price-{pk}": cents, **more}
    return client.post(f"{campaign.get_absolute_url()}{verb}/", fields)


def text(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def held(person):
    return dict(Line.objects.filter(pledge__person=person).values_list("quantity", "accepted_cents"))


def test_withdrawing_asks_once_and_gives_all_back(client, campaign, karim):
    takes(karim, campaign, 2)
    asked = client.get(f"{campaign.get_absolute_url()}retirer/")
    assert "Ne plus participer ?" in text(asked)
    assert held(karim)

    assert send(client, campaign, quantity="0").url == f"{campaign.get_absolute_url()}retirer/"
    for _ in range(2):
        client.post(f"{campaign.get_absolute_url()}retirer/")

    assert held(karim) == {}
    assert Campaign.objects.get().takers == 0


def test_whoever_has_moved_away_is_not_held(client, campaign, karim):
    takes(karim, campaign, 2)
    karim.memberships.all().delete()

    assert client.get(campaign.get_absolute_url()).status_code == 200
    assert "résidence n’est pas confirmée" in text(client.get(send(client, campaign, quantity="3").url))
    withdrawn = client.post(f"{campaign.get_absolute_url()}retirer/", follow=True)

    assert held(karim) == {}
    assert "vous ne devez rien" in text(withdrawn)
    member_of(karim, "75056")
    for part in ("", "signaler/", "devis/"):
        assert client.get(f"{campaign.get_absolute_url()}{part}").status_code == 404, part


def test_whoever_has_moved_away_withdraws_by_the_api_and_reads_it_no_more(client, campaign, karim):
    takes(karim, campaign, 2)
    karim.memberships.all().delete()

    assert client.delete(f"/api/v1/purchases/{campaign.pk}/pledge").status_code == 204
    assert held(karim) == {}
    assert client.get(f"/api/v1/purchases/{campaign.pk}").status_code == 404


def test_closed_is_closed(client, campaign, karim):
    takes(karim, campaign, 2)
    closing.close(campaign.pk, campaign.deadline)

    for verb in ("participer", "attente", "retirer", "accepter", "rester"):
        assert send(client, campaign, verb, quantity="5").status_code == 302
    assert held(karim) == {Decimal(2): 30_000}


def test_says_yes_again_to_the_price_that_is_shown_and_no_more(client, campaign, karim):
    anne, zoe = person_of("Anne"), person_of("Zoé")
    takes(anne, campaign, 5)
    takes(zoe, campaign, 5)
    takes(karim, campaign, 1, 27_000)
    pledging.withdraw(campaign.pk, anne)  # 285 €
    assert Notice.objects.filter(person=karim).count() == 1
    pk, url = product_of(campaign).pk, campaign.get_absolute_url()

    pledging.withdraw(campaign.pk, zoe)  # 300 €, while she looks at 285 €
    client.post(f"{url}accepter/", {f"price-{pk}": "28500"})
    assert held(karim) == {Decimal(1): 27_000}

    client.post(f"{url}accepter/", {f"price-{pk}": "30000"})
    assert held(karim) == {Decimal(1): 30_000}


def test_more_time_is_asked_for_once_and_who_stays_says_so(client, campaign, nadia, karim):
    takes(karim, campaign, 2)
    client.force_login(nadia)
    url = campaign.get_absolute_url()
    later, still_later = (
        timezone.localtime(campaign.deadline + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")
        for days in (7, 8)
    )

    for _ in range(2):
        assert client.post(f"{url}prolonger/", {"until": later}).status_code == 302
    assert Extension.objects.count() == 1
    refused = client.post(f"{url}prolonger/", {"until": still_later})
    assert "déjà été prolongé" in text(client.get(refused.url))

    client.force_login(karim)
    assert client.post(f"{url}prolonger/", {"until": later}).status_code == 404
    client.post(f"{url}rester/")
    assert Pledge.objects.get(person=karim).stays_at is not None


@pytest.mark.parametrize("until", ["", "hier", "2020-01-01T10:00", "9999-12-31T23:59", "0001-01-01T00:00"])
def test_a_date_that_will_not_do_is_said_at_its_field(client, campaign, nadia, until):
    client.force_login(nadia)

    response = client.post(f"{campaign.get_absolute_url()}prolonger/", {"until": until})

    assert response.status_code in {409, 422}
    assert response.context["extension_form"].errors["until"]
    assert not Extension.objects.exists()
