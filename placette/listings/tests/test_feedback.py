"""After each press the page says in a sentence what has happened."""

from datetime import timedelta

import pytest
from django.utils import timezone

from placette.listings.actions import agreements
from placette.people.tests.factories import person_of

from .factories import agreement_in, answer_to, listing_of, request_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def jeanne(client):
    jeanne = person_of()
    client.force_login(jeanne)
    return jeanne


@pytest.mark.parametrize(
    ("verb", "state", "says"),
    [
        ("pause", "active", "Votre annonce est en pause : personne ne la voit."),
        ("reprise", "paused", "Votre annonce est de nouveau sur la place."),
        ("fin", "active", "Votre annonce est retirée de la place."),
    ],
)
def test_what_became_of_an_annonce_is_said(client, jeanne, verb, state, says):
    listing = listing_of(jeanne, state=state)

    page = client.post(f"/annonces/{listing.pk}/{verb}/", follow=True).content.decode()

    assert says in page


def test_an_annonce_is_prolonged_in_its_last_two_weeks_only(client, jeanne):
    now = timezone.now()
    soon, later = (listing_of(jeanne, expires_at=now + timedelta(days=days)) for days in (13, 15))

    offered = ["Prolonger" in client.get(each.get_absolute_url()).content.decode() for each in (soon, later)]
    pages = [
        client.post(f"/annonces/{each.pk}/prolonger/", follow=True).content.decode() for each in (soon, later)
    ]

    soon.refresh_from_db()
    later.refresh_from_db()
    assert offered == [True, False]
    assert "Votre annonce est prolongée" in pages[0]
    assert "deux dernières semaines" in pages[1]
    assert soon.expires_at > now + timedelta(days=100)
    assert later.expires_at == now + timedelta(days=15)


def test_an_answer_says_whom_it_reaches(client, jeanne):
    listing = request_of(person_of("Odette", "Roux"))

    page = client.post(f"/annonces/{listing.pk}/reponse/", {"text": "J’en ai une"}, follow=True)

    assert "Votre réponse est partie : Odette R. reçoit un avis." in page.content.decode()


@pytest.mark.parametrize("who", ["author", "neighbour"])
def test_whoever_cancels_reads_that_the_other_is_told(client, who):
    odette, karim = person_of("Odette", "Roux"), person_of("Karim", "Benali")
    agreement = agreement_in(answer_to(request_of(odette), karim))
    agreements.take("accept", agreement, odette)
    client.force_login(odette if who == "author" else karim)

    page = client.post(f"/accords/{agreement.pk}/cancel/", follow=True).content.decode()

    other = "Karim B." if who == "author" else "Odette R."
    assert f"L’accord est annulé : {other} reçoit un avis." in page


def test_of_the_answers_in_one_tap_the_first_stands_out(client, jeanne):
    page = client.get(request_of(person_of("Paul")).get_absolute_url()).content.decode()

    taps = page.partition('class="taps"')[2].partition("<draft-keeper")[0]
    assert taps.count('<button class="button"') == 1
    assert taps.index('<button class="button"') < taps.index('<button class="button button--secondary"')
