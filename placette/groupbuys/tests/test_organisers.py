"""Organising together: a link that one person accepts, and leaving."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from placette.groupbuys import invitations
from placette.groupbuys.actions import ending, organising
from placette.groupbuys.models import Campaign, Organiser
from placette.notices.models import Notice
from placette.people.tests.factories import person_of, touching

from .factories import campaign_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia(client):
    nadia = person_of("Nadia", "Ferrand")
    client.force_login(nadia)
    return nadia


def link_on(client, campaign) -> str:
    page = client.get(f"/achats/{campaign.pk}/organisateurs/").content.decode()
    return re.search(r'href="[^"]*(/achats/organiser/[^"]+)"', page)[1]


def joins(campaign, person) -> None:
    """By a link of now."""
    now = Campaign.objects.get(pk=campaign.pk)
    organising.join(campaign.pk, person, invitations.moment(now))


def test_whoever_accepts_the_link_organises_and_the_others_are_told(client, nadia):
    campaign, luc = campaign_of(nadia, published=False), person_of("Luc", "Pons")
    link = link_on(client, campaign)

    client.force_login(luc)
    assert "« Granulés de bois ensemble »" in client.get(link).content.decode().replace("\u00a0", " ")
    assert not Organiser.objects.filter(person=luc).exists()
    client.post(link)

    assert Organiser.objects.filter(campaign=campaign, person=luc).exists()
    assert Notice.objects.get(person=nadia).facts["name"] == luc.display_name
    assert client.get(f"/achats/{campaign.pk}/modifier/").status_code == 200


def test_the_link_is_for_one_person_one_week_and_this_commune(client, nadia):
    campaign = campaign_of(nadia, audience="around")
    link = link_on(client, campaign)
    touching("31187", "31499")

    client.force_login(person_of("Paul", lives_in="75056"))
    assert client.post(link).status_code == 404
    client.force_login(person_of("Rose", verified=False))
    assert client.post(link).status_code == 403
    client.force_login(person_of("Ines", lives_in="31499"))
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        client.force_login(person_of("Zoé"))
        assert client.post(link).status_code == 404
    client.force_login(person_of("Luc"))
    assert client.post(link).status_code == 302
    client.force_login(person_of("Théo"))
    assert client.post(link).status_code == 404
    assert client.get("/achats/organiser/xyz/").status_code == 404
    assert Organiser.objects.filter(campaign=campaign).count() == 2


def test_of_two_who_use_a_link_in_the_same_moment_one_joins(nadia):
    campaign = campaign_of(nadia)
    read_by_both = invitations.moment(campaign)

    organising.join(campaign.pk, person_of("Luc"), read_by_both)
    with pytest.raises(organising.Refused, match="Ce lien n’est plus bon"):
        organising.join(campaign.pk, person_of("Théo"), read_by_both)


def test_a_link_that_was_used_stays_used_when_she_leaves_again(client, nadia):
    campaign, luc = campaign_of(nadia), person_of("Luc")
    link = link_on(client, campaign)
    client.force_login(luc)
    client.post(link)
    organising.leave(campaign.pk, luc)

    client.force_login(person_of("Théo"))
    assert client.post(link).status_code == 404


def test_a_campaign_that_ends_while_she_reads_takes_her_no_more(nadia):
    campaign = campaign_of(nadia)
    ending.cancel(campaign.pk, nadia, "Fini.")

    with pytest.raises(organising.Refused):
        joins(campaign, person_of("Luc"))


def test_a_campaign_that_has_ended_takes_no_organiser_more(client, nadia):
    campaign = campaign_of(nadia)
    link = link_on(client, campaign)
    client.post(f"/achats/{campaign.pk}/annuler/", {"reason": "Fini."})

    client.force_login(person_of("Luc"))
    assert client.post(link).status_code == 404


def test_the_last_one_stays_and_whoever_leaves_hands_it_over(client, nadia):
    campaign, luc = campaign_of(nadia), person_of("Luc")
    address = f"/achats/{campaign.pk}/organisateurs/"

    page = client.post(address, follow=True).content.decode()
    assert "Vous êtes seul à organiser" in page
    joins(campaign, luc)
    assert client.post(address).headers["Location"] == "/achats/miens/"

    campaign.refresh_from_db()
    assert campaign.organiser == luc
    assert client.get(address).status_code == 404


def test_joining_twice_is_once_and_ten_are_enough(nadia):
    campaign = campaign_of(nadia)
    for number in range(9):
        person = person_of(f"Voisin{number}")
        joins(campaign, person)
        joins(campaign, person)

    with pytest.raises(organising.Refused, match="Dix personnes"):
        joins(campaign, person_of("Onzième"))
    assert campaign.organisers.count() == 10
