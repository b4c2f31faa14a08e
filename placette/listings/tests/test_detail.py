"""What the page of an annonce says of it."""

import pytest
from django.utils import timezone

from placette.listings.templatetags.annonces import since
from placette.people.tests.factories import person_of

from .factories import listing_of, request_of

pytestmark = pytest.mark.django_db


def test_the_page_says_nothing_that_is_not_so(client):
    jeanne = person_of()
    client.force_login(jeanne)
    offer, request = listing_of(jeanne), request_of(jeanne)
    closed = listing_of(jeanne, state="closed")

    pages = [client.get(each.get_absolute_url()).content.decode() for each in (offer, request, closed)]

    assert ["ont été prévenus" in page for page in pages] == [False, True, False]
    assert ["En ligne jusqu’au" in page for page in pages] == [True, True, False]


def test_what_has_just_been_written_is_not_zero_minutes_old():
    assert since(timezone.now()) == "à l’instant"
