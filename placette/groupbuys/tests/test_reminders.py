"""Who owes is reminded kindly; and who reaches the payments."""

from datetime import timedelta

import pytest
from django.utils import timezone

from placette.groupbuys.actions import payments
from placette.groupbuys.models import Payment, Share
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .factories import campaign_of
from .orders import paid_to, share_of, succeeded

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


def address(campaign, rest=""):
    return f"/achats/{campaign.pk}/paiements/{rest}"


def told(person, event):
    return [each.facts for each in Notice.objects.filter(person=person, facts__event=event).order_by("pk")]


PAGES = [
    "paiements/",
    "paiements/releve/",
    "paiements/{share}/",
    "commande/",
    "commande/fournisseur.pdf",
    "commande/fiches.csv",
]


SENT = [
    "paiements/noter/",
    "paiements/rappel/",
    "paiements/releve/",
    "paiements/releve/noter/",
    "paiements/{share}/",
]


def test_who_owes_is_reminded_once_a_day(client, campaign, nadia, luc):
    payments.note(campaign.pk, nadia, share_of(campaign, nadia).pk, "cash", 450, timezone.localdate())
    client.force_login(nadia)

    client.post(address(campaign, "rappel/"))
    again = client.post(address(campaign, "rappel/"), follow=True)

    assert [each["cents"] for each in told(luc, "remind")] == [1350]
    assert told(nadia, "remind") == []
    assert "un rappel par jour suffit" in again.content.decode()
    assert payments.remind(campaign.pk, timezone.now() + timedelta(days=1)) == 1


def test_nobody_is_reminded_before_she_knows_how_to_pay(client, nadia, luc):
    campaign = succeeded(nadia, {luc: ["1"]})
    client.force_login(nadia)
    answer = client.post(address(campaign, "rappel/"))
    assert answer.headers["Location"] == address(campaign, "modalites/")
    assert told(luc, "remind") == []


def test_only_its_organisers_reach_payments_and_papers(client, campaign, nadia, luc):
    share = share_of(campaign, luc).pk
    for who, status in (
        (None, 302),
        (luc, 404),
        (person_of("Zoé"), 404),
        (person_of("Léa", verified=False), 404),
    ):
        client.logout()
        if who:
            client.force_login(who)
        for each in PAGES:
            assert client.get(f"/achats/{campaign.pk}/{each.format(share=share)}").status_code == status
        for each in SENT:
            assert client.post(f"/achats/{campaign.pk}/{each.format(share=share)}").status_code == status
    client.force_login(nadia)
    assert {
        client.get(f"/achats/{campaign.pk}/{each.format(share=share)}").status_code for each in PAGES
    } == {200}


def test_a_share_of_another_campaign_is_not_found(client, campaign, nadia):
    other = succeeded(nadia, {nadia: ["1"]})
    share = Share.objects.get(pledge__campaign=other)
    client.force_login(nadia)
    assert client.get(address(campaign, f"{share.pk}/")).status_code == 404
    client.post(address(campaign, "noter/"), {"shares": [share.pk], "kind": "cash"})
    assert not Payment.objects.exists()


def test_before_the_closing_its_organiser_reads_when_it_comes(client, nadia):
    campaign = campaign_of(nadia)
    client.force_login(nadia)
    for each in ("paiements/", "commande/", "commande/fiches.pdf"):
        assert client.get(f"/achats/{campaign.pk}/{each}").headers["Location"] == f"/achats/{campaign.pk}/"
