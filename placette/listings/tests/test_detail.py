"""What the page of an annonce says of it."""

import re
import uuid

import pytest
from django.utils import timezone

from placette.listings.actions import agreements
from placette.listings.models import Listing
from placette.listings.templatetags.annonces import since
from placette.people.models import Offering
from placette.people.tests.factories import person_of

from .factories import agreement_in, answer_to, listing_of, request_of

pytestmark = pytest.mark.django_db


def test_the_page_says_nothing_that_is_not_so(client):
    jeanne = person_of()
    client.force_login(jeanne)
    offer = listing_of(jeanne)
    told = [request_of(jeanne, told_count=number) for number in (None, 0, 1, 3)]
    closed = listing_of(jeanne, state="closed")

    pages = [client.get(each.get_absolute_url()).content.decode() for each in (offer, *told, closed)]

    assert ["prévenu" in page for page in pages] == [False, False, False, True, True, False]
    assert "1 voisin qui peut aider a été prévenu." in pages[3]
    assert "3 voisins qui peuvent aider ont été prévenus." in pages[4]
    assert ["En ligne jusqu’au" in page for page in pages] == [True] * 5 + [False]


def test_after_asking_the_page_says_how_many_have_been_told(client):
    jeanne = person_of()
    client.force_login(jeanne)
    for name in ("Paul", "Odile"):
        Offering.objects.create(person=person_of(name), text="une échelle")
    key = str(uuid.uuid4())

    page = client.post("/je-cherche/", {"title": "une échelle", "key": key}, follow=True).content.decode()
    Offering.objects.create(person=person_of("Rose"), text="une échelle")
    later = client.get(f"/annonces/{Listing.objects.get().pk}/demande/").content.decode()
    nobody = client.post("/je-cherche/", {"title": "un violon", "key": key}, follow=True).content.decode()

    assert "2 voisins qui pourraient vous aider sont prévenus." in page
    assert "2 voisins qui pourraient vous aider sont prévenus." in later
    assert "prévenu" not in nobody
    assert "Votre demande est sur la place." in nobody


def test_the_form_of_a_request_says_that_it_widens_by_itself(client):
    jeanne = person_of()
    client.force_login(jeanne)
    addresses = [
        "/annonces/nouvelle/",
        *(f"/annonces/{each.pk}/modifier/" for each in (request_of(jeanne), listing_of(jeanne))),
    ]

    pages = [client.get(address).content.decode() for address in addresses]

    assert ["Sans réponse après 24 h" in page for page in pages] == [True, True, False]


def test_what_has_just_been_written_is_not_zero_minutes_old():
    assert since(timezone.now()) == "à l’instant"


def test_beside_who_answered_stands_how_far_they_are(client, django_assert_max_num_queries):
    jeanne = person_of()
    listing = request_of(jeanne)
    neighbours = [person_of(name) for name in ("Karim", "Odile", "Paul", "Rose", "Luc")]
    answers = [answer_to(listing, each) for each in neighbours]
    _proposed, accepted, done, declined = [agreement_in(each) for each in answers[:4]]
    for steps, agreement in ((["accept"], accepted), (["accept", "done"], done), (["decline"], declined)):
        for step in steps:
            agreements.take(step, agreement, jeanne)
    client.force_login(jeanne)

    with django_assert_max_num_queries(13):
        page = client.get(listing.get_absolute_url()).content.decode()

    rows = re.findall(r'<a class="row" href="/messages/.*?</a>', page, re.DOTALL)
    badges = [re.findall(r"badge--\w+\">([^<]*)<", row) for row in rows]
    assert badges == [["Proposé"], ["Convenu"], ["Fait"], [], []]


def test_the_form_marks_the_kinds_that_take_a_price(client):
    jeanne = person_of()
    client.force_login(jeanne)
    edits = [f"/annonces/{each.pk}/modifier/" for each in (listing_of(jeanne), request_of(jeanne))]

    pages = [client.get(address).content.decode() for address in ("/annonces/nouvelle/", *edits)]

    marked = [re.findall(r'value="(\w+)"[^>]* data-price=', page) for page in pages]
    assert marked == [["sale", "service"], ["sale", "service"], []]
