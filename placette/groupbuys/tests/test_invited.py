"""From a neighbour's link to the purchase, though the letter that confirms her residence takes days."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from placette.groupbuys import joining, tasks
from placette.groupbuys.actions import ending
from placette.groupbuys.models import Invitation
from placette.notices.models import Notice
from placette.people.actions import trust
from placette.people.tests.factories import commune_of, member_of, officer_of, person_of

from .factories import campaign_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return campaign_of(person_of("Nadia", "Benali"), title="Du bois à plusieurs")


def follow(client, campaign):
    return client.get(re.sub(r"^https?://[^/]+", "", joining.address(campaign)))


def arrives(client, campaign):
    """By the link, then an account, then a commune."""
    follow(client, campaign)
    lucie = person_of("Lucie", lives_in=None)
    client.force_login(lucie)
    member_of(lucie, "31187", verified=False)
    return lucie


def read(client, path) -> str:
    return client.get(path).content.decode()


def test_she_finds_it_again_on_another_device_when_the_letter_has_come(client, campaign):
    lucie = arrives(client, campaign)
    elsewhere = Client()
    elsewhere.force_login(lucie)
    for path in ("/confiance/31187/", campaign.get_absolute_url()):
        page = read(elsewhere, path)
        assert "Un voisin vous a invité·e à un achat groupé" in page, path
        assert campaign.title not in page, path

    code = trust.issue_code(commune_of(), "3 rue des Tilleuls", officer_of())
    page = elsewhere.post("/confiance/31187/", {"code": code}, follow=True).content.decode()

    assert f'<a href="{campaign.get_absolute_url()}" dir="auto">{campaign.title}</a>' in page
    assert Notice.objects.get(person=lucie, kind="verified").url == campaign.get_absolute_url()
    assert "voici l’achat groupé auquel on vous a invité·e" in read(elsewhere, "/avis/")
    assert elsewhere.get(campaign.get_absolute_url()).status_code == 200


def test_who_has_an_account_already_and_waits_is_remembered_too(client, campaign):
    lucie = person_of("Lucie", verified=False)
    client.force_login(lucie)
    follow(client, campaign)
    assert Invitation.objects.get().person == lucie
    client.force_login(person_of("Karim"))
    follow(client, campaign)
    assert Invitation.objects.count() == 1  # a neighbour is there at once


def test_what_does_not_reach_her_tells_nothing_of_itself(client):
    far = campaign_of(person_of("Zoé", lives_in="75056"), title="À Paris", audience="commune")
    lucie = arrives(client, far)

    code = trust.issue_code(commune_of(), "", officer_of())
    client.post("/confiance/31187/", {"code": code})

    assert Notice.objects.get(person=lucie, kind="verified").url == "/place/"
    assert far.title not in read(client, "/confiance/31187/")


def test_the_last_link_counts_and_is_forgotten_in_time(client, campaign):
    arrives(client, campaign)
    other = campaign_of(campaign.organiser, title="Du miel", deadline=timezone.now() + timedelta(days=200))
    follow(client, other)
    assert Invitation.objects.get().campaign == other

    with time_machine.travel(timezone.now() + timedelta(days=91)):
        tasks.forget_accounts(0)
    assert Invitation.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=93)):
        tasks.forget_accounts(0)
    assert not Invitation.objects.exists()


def test_given_up_it_is_shown_no_more(client, campaign):
    arrives(client, campaign)
    ending.cancel(campaign.pk, campaign.organiser, "Trop peu de voisins.")

    assert "invité·e à un achat" not in read(client, "/confiance/31187/")
    tasks.forget_accounts(0)
    assert not Invitation.objects.exists()
