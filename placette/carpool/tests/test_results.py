"""A page of results: the best rides first, and one link to all of them."""

import html
import re
from urllib.parse import parse_qs

import pytest
import time_machine
from django.utils import timezone

from placette.carpool.queries.results import FIRST
from placette.people.models import Membership, Person
from placette.people.tests.factories import commune_of, person_of
from placette.places.models import Commune

from .factories import FONSORBES, MONDAY, TOULOUSE, way_of

pytestmark = pytest.mark.django_db
CARDS = re.compile(r'id="who-([^"]+)"')


@pytest.fixture(autouse=True)
def _days_before():
    with time_machine.travel("2026-11-26T08:00:00+00:00", tick=True):
        yield


def test_the_best_come_first_and_a_link_shows_the_others(client, django_assert_max_num_queries):
    for _ in range(FIRST + 2):
        way_of(person_of())
    client.force_login(resident())

    with django_assert_max_num_queries(20):
        first = searched(client)
    link = re.search(r'href="\?([^"#]+)#who-([^"]+)">Voir 2 autres trajets', first)
    assert link
    asked = parse_qs(html.unescape(link[1]))
    whole = searched(client, all=asked["all"][0])

    assert asked["clock"] == ["08:00"]
    assert f"{FIRST + 2} trajets possibles" in first
    assert f"{FIRST + 2} trajets possibles" in whole
    best = CARDS.findall(first)
    assert len(best) == FIRST
    assert CARDS.findall(whole)[: FIRST + 1] == [*best, link[2]]
    assert "autres trajets" not in whole


def test_where_few_drive_nothing_is_left_out(client):
    for _ in range(FIRST):
        way_of(person_of())

    client.force_login(resident())
    page = searched(client)

    assert len(CARDS.findall(page)) == FIRST
    assert "all=1" not in page


def resident() -> Person:
    """Who lives in one commune and works in another."""
    person = person_of()
    here, there = person.memberships.get().commune, commune_of("31555")
    for commune, (latitude, longitude) in ((here, FONSORBES), (there, TOULOUSE)):
        Commune.objects.filter(pk=commune.pk).update(latitude=latitude, longitude=longitude)
    Membership.objects.create(person=person, commune=there, purpose="work", verified_at=timezone.now())
    return person


def searched(client, **more: str) -> str:
    query = {"start": "chez moi", "end": "travail", "on": MONDAY.isoformat(), "clock": "08:00", "seats": "1"}
    return client.get("/trajets/", query | more).content.decode()
