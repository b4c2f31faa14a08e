"""An event for the rooms that do not know each other: what the directory knows of places, and how one comes there."""

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as site

from placette.carpool import coming
from placette.carpool.models import Booking
from placette.carpool.tests.factories import MONDAY, way_of
from placette.civic.tests.test_venues import (
    FONSORBES,
    LA_HALLE,
    PLACES,
    SAINT_LYS,
    _two_communes,
    officer,
    options,
    placed,
    words,
)
from placette.people.tests.factories import commune_of, officer_of, person_of, touching
from placette.places import spots
from placette.places.tests.geocoder_server import geocoder_server
from placette.townhall.models import Facility

__all__ = ["_two_communes", "officer"]  # fixtures
pytestmark = pytest.mark.django_db


def test_places_that_are_known_are_suggested(client, officer, settings, django_assert_max_num_queries):
    placed(officer)
    placed(officer, title="Pour nous", place="Salle secrète", residents_only=True)
    placed(officer, title="Pas encore", place="Salle future", published=False)
    there = commune_of(SAINT_LYS)
    placed(officer_of(SAINT_LYS), commune=there, place="Halle de Saint-Lys", point=(43.53, 1.17))
    for commune, name in ((commune_of(), "Salle du Trépadé"), (there, "Salle d’ailleurs")):
        Facility.objects.create(commune=commune, name=name, key=name, latitude=43.52, longitude=1.23)

    with django_assert_max_num_queries(10):
        halls = options(client.get(PLACES, {"q": "la hal"}))
    rooms = options(client.get(PLACES, {"q": "trepade salle"}))

    assert halls == ["La halle (43,54120 ; 1,24120)"]
    assert rooms == ["Salle du Trépadé (43,52000 ; 1,23000)"]
    assert options(client.get(PLACES, {"q": "salle"})) == rooms
    assert options(client.get(PLACES, {"q": ""})) == options(client.get(PLACES)) == []
    with geocoder_server() as server:
        settings.CONFIGURATION = site.CONFIGURATION.model_copy(update={"geocoder_url": server.address})
        assert options(client.get(PLACES, {"q": "12 rue du Stade"})) == [
            "12 rue du Stade (43,53120 ; 1,23100)"
        ]
        client.get(PLACES, {"q": "12 r"})
        assert len(server.asked) == 1


def test_who_lives_in_the_commune_is_told_how_to_come_to_the_very_place(
    client, django_assert_max_num_queries
):
    touching(FONSORBES, SAINT_LYS)
    exact, vague = placed(officer_of()), placed(officer_of(), point=(None, None))
    seen = {}
    for name, home in (("Jeanne", FONSORBES), ("Rose", SAINT_LYS)):
        client.force_login(person_of(name, lives_in=home))
        seen[name] = [words(client.get(each.get_absolute_url())) for each in (exact, vague)]
    searched = [
        re.search(r'href="(/trajets/nouveau/\?role=passenger[^"]+)"', page[0]) for page in seen.values()
    ]
    tokens = [parse_qs(urlsplit(each[1].replace("&amp;", "&")).query)["vers"][0] for each in searched]
    things = [coming.read(each) for each in tokens]

    assert [["Comment venir ?" in page for page in pages] for pages in seen.values()] == [
        [True, False],
        [True, True],
    ]
    assert {(each.place.name, each.place.point) for each in things} == {
        ("La halle (43,54120 ; 1,24120)", LA_HALLE)
    }
    client.force_login(person_of("Luc"))
    form = words(client.get("/trajets/nouveau/", {"role": "driver", "vers": tokens[0]}))
    assert 'value="La halle (43,54120 ; 1,24120)"' in form
    client.get(exact.get_absolute_url())
    with django_assert_max_num_queries(21):
        client.get(exact.get_absolute_url())


def test_a_neighbour_of_the_same_commune_who_drives_there_is_shown(client):
    touching(FONSORBES, SAINT_LYS)
    event = placed(officer_of(), starts_at=datetime(2026, 11, 30, 19, 30, tzinfo=UTC))
    odile = person_of("Odile", lives_in=SAINT_LYS)
    known = {"end_name": "La halle (43,54120 ; 1,24120)", "clock": 20 * 3600, "seats": 2}
    way_of(odile, (43.53, 1.17), LA_HALLE, on=MONDAY, **known)
    client.force_login(person_of("Jeanne"))

    page = client.get(event.get_absolute_url()).content.decode()
    address = re.search(r'action="(/trajets/aller/\d+/place/)"', page)[1]
    typed = dict(re.findall(r'name="(on|start|end|seats)" value="([^"]*)"', page))
    client.post(address, typed | {"start": "43,53 ; 1,23"})

    assert "Odile" in page
    assert typed["end"] == Booking.objects.get().drop_off_name == "La halle (43,54120 ; 1,24120)"


def test_in_the_middle_of_her_commune_she_says_from_where_she_comes(client):
    middle = placed(officer_of(), point=(43.5301, 1.2301))
    client.force_login(person_of())

    page = words(client.get(middle.get_absolute_url()))

    assert "C’est au centre de votre commune" in page
    link = re.search(r'href="(/trajets/nouveau/\?role=driver[^"]+)"', page)[1].replace("&amp;", "&")
    form = words(client.get(link))
    assert 'value="La halle (43,53010 ; 1,23010)"' in form
    assert 'value="Fonsorbes"' not in form


def test_of_what_is_for_residents_no_word_goes_with_a_trip(client):
    inside = placed(officer_of(), place="Chez Mme Durand", residents_only=True)
    client.force_login(person_of())

    page = words(client.get(inside.get_absolute_url()))
    link = re.search(r'href="(/trajets/nouveau/\?role=driver[^"]+)"', page)[1].replace("&amp;", "&")
    thing = coming.read(parse_qs(urlsplit(link).query)["vers"][0])

    assert (spots.town(thing.place.name), thing.path) == ("Fonsorbes", "")
    assert thing.place.point == spots.rounded(LA_HALLE)
