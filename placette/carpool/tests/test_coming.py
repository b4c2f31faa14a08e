"""« Comment venir ? » on the page of a thing that has a place and an hour."""

import re
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core import signing
from django.db import IntegrityError
from django.template import engines
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from placette.carpool import coming, searches
from placette.carpool.models import Booking, Trip, Way
from placette.carpool.queries import matches
from placette.carpool.riding import End
from placette.people.tests.factories import commune_of, person_of, standing
from placette.places import spots
from placette.places.clock import PARIS

from .factories import MONDAY, TOULOUSE, way_of
from .test_journey import _communes, _thursday_morning, as_, drive, jeanne, karim

__all__ = ["_communes", "_thursday_morning", "as_", "jeanne", "karim"]  # fixtures
pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 30, 20, 30, tzinfo=PARIS)
PATH = "/annonces/12/"
LOTO = coming.Thing(End("Toulouse", TOULOUSE), EVENING, "Loto <b>", PATH)


def shown(person, place, at=EVENING, title="Loto", path=PATH) -> str:
    template = engines["django"].from_string("{% load coming %}{% how_to_come place at title path %}")
    request = SimpleNamespace(standing=standing(person))
    facts = {"place": place, "at": at, "title": title, "path": path, "request": request}
    return template.render(facts)


def drives_there(person, clock=19 * 3600, path="", **fields) -> Way:
    way = way_of(person, on=MONDAY, clock=clock, seats=2, **fields)
    if path:
        Trip.objects.filter(pk=way.trip_id).update(destination_title="Loto", destination_path=path)
    return way


def test_who_leaves_in_time_and_not_much_earlier_is_shown_first_who_goes_to_the_very_thing(
    jeanne, karim, django_assert_max_num_queries
):
    odile = drives_there(person_of("Odile"), path=PATH, clock=19 * 3600 + 300)
    way = drives_there(karim)
    drives_there(person_of("Tard"), clock=20 * 3600 + 1200)
    drives_there(person_of("Tôt"), clock=15 * 3600)
    drives_there(person_of("Parti"), is_open=False)

    reader = standing(jeanne)
    assert reader.around
    with django_assert_max_num_queries(8):
        how = coming.coming(reader, LOTO)
    page = shown(jeanne, commune_of("31555"))

    assert how is not None
    assert [match.way.pk for match, _asked in how.drivers] == [odile.pk, way.pk]
    assert "2 voisins y vont à cette heure-là et ont de la place." in page
    assert "Loto</bdi></h2>" in page
    assert way.trip.get_absolute_url() in page
    assert not any(name in page for name in ("Tard", "Tôt", "Parti"))


def test_at_most_three_are_shown_and_a_tap_asks_for_a_seat(as_, jeanne):
    for number in range(5):
        drives_there(person_of(f"Voisin{number}"))
    page = shown(jeanne, commune_of("31555"))
    assert page.count("Demander") == 3
    address = re.search(r'action="(/trajets/aller/\d+/place/)"', page)[1]
    typed = dict(re.findall(r'name="(on|start|end|seats)" value="([^"]*)"', page))

    as_(jeanne).post(address, typed)

    booking = Booking.objects.get()
    assert (booking.pick_up_name, booking.drop_off_name, booking.day) == ("Fonsorbes", "Toulouse", MONDAY)
    assert shown(jeanne, commune_of("31555")).count("Demander") == 2


def test_who_searches_without_end_finds_links_only_as_on_the_page_of_rides(as_, jeanne, karim, monkeypatch):
    monkeypatch.setattr(searches, "A_MINUTE", 1)
    drives_there(karim)
    pages = [shown(jeanne, commune_of("31555")) for _ in range(2)]

    assert ["Karim" in page for page in pages] == [True, False]
    assert "Personne n’y va" not in pages[1]
    assert "Voir tous les trajets" in pages[1]
    assert as_(jeanne).get("/trajets/", {"end": "Toulouse"}).status_code == 429


def test_who_goes_to_the_very_thing_is_shown_however_many_pass_with_less_of_a_detour(jeanne, monkeypatch):
    monkeypatch.setattr(matches, "SHOWN", 2)
    for number in range(3):
        drives_there(person_of(f"Voisin{number}"))
    odile = drives_there(person_of("Odile"), path=PATH, clock=19 * 3600 - 300)  # she would wait longest

    how = coming.coming(standing(jeanne), LOTO)

    assert how is not None
    assert how.drivers[0][0].way.pk == odile.pk


def test_where_nobody_goes_a_request_is_posted_filled_in_so_that_one_arrives_in_time(as_, jeanne):
    page = shown(jeanne, commune_of("31555"))
    ask, offer = (each.replace("&amp;", "&") for each in re.findall(r'href="(/trajets/nouveau/[^"]+)"', page))
    form = as_(jeanne).get(ask).content.decode()

    assert "Personne n’y va à cette heure-là" in page
    assert "Loto</bdi></h2>" in page
    assert 'value="Fonsorbes"' in form
    assert 'value="Toulouse"' in form
    assert 'value="2026-11-30"' in form
    assert "Loto</p>" in form
    clock = re.search(r'name="clock" value="([^"]+)"', form)[1]
    left = datetime.fromisoformat(f"2026-11-30T{clock}").replace(tzinfo=PARIS)
    assert timedelta(minutes=25) <= EVENING - left <= timedelta(minutes=60)
    offered = as_(jeanne).get(offer).content.decode()
    assert re.search(r'value="driver"[^>]* checked', offered)
    assert "Vers une école, un lieu de travail, un événement" in offered


def test_a_trip_posted_from_there_names_the_thing(as_, karim, jeanne):
    token = coming.signed(LOTO)
    page = as_(karim).get("/trajets/nouveau/", {"vers": token}).content.decode()
    as_(karim).post("/trajets/nouveau/", drive(on="2026-11-30", destination=token))

    trip = Trip.objects.get()
    assert "Loto &lt;b&gt;</p>" in page
    assert (trip.destination_title, trip.destination_path) == ("Loto <b>", PATH)
    as_(karim).post(f"{trip.get_absolute_url()}modifier/", drive(on="2026-11-30", clock="09:00"))
    trip.refresh_from_db()
    assert (trip.destination_title, trip.ways.get().clock) == ("Loto <b>", 9 * 3600)
    assert f'href="{PATH}"' not in as_(jeanne).get(trip.get_absolute_url()).content.decode()
    assert f'href="{PATH}"' in as_(karim).get(trip.get_absolute_url()).content.decode()


def test_a_trip_to_a_public_place_ends_at_its_door_and_an_address_that_is_typed_in_its_hexagon(
    as_, karim, jeanne
):
    door = coming.at_point((43.60421, 1.44388), "Salle (des fêtes)")
    token = coming.signed(coming.Thing(door, EVENING, "Loto", PATH))
    typed = drive(on="2026-11-30", end=door.name, destination=token)
    as_(karim).post("/trajets/nouveau/", typed)
    as_(jeanne).post("/trajets/nouveau/", drive(on="2026-11-30", end=door.name))

    exact, rounded = Way.objects.order_by("pk")
    assert (exact.end_name, exact.end) == ("Salle des fêtes (43,60421 ; 1,44388)", door.point)
    assert exact.trip.destination_path == PATH
    assert rounded.end != door.point
    as_(karim).post(
        f"{exact.trip.get_absolute_url()}modifier/", drive(on="2026-11-30", end=door.name, clock="09:00")
    )
    assert Way.objects.get(trip=exact.trip).end == door.point


def test_a_trip_that_is_changed_to_end_elsewhere_goes_to_it_no_more(as_, karim):
    as_(karim).post("/trajets/nouveau/", drive(on="2026-11-30", destination=coming.signed(LOTO)))
    trip = Trip.objects.get()

    typed = drive(on="2026-11-30", end="Plaisance-du-Touch")
    as_(karim).post(f"{trip.get_absolute_url()}modifier/", typed)

    trip.refresh_from_db()
    assert trip.ways.get().end_name == "Plaisance-du-Touch"
    assert (trip.destination_title, trip.destination_path) == ("", "")


@pytest.mark.parametrize(
    "forged",
    [
        {"destination": "n’importe quoi"},
        {"destination": signing.dumps(["Toulouse", 43.604, 1.444, 0, "Loto", PATH], salt="autre")},
        {"destination_title": "Loto", "destination_path": PATH},
    ],
)
def test_nobody_puts_a_title_of_her_own_into_it(as_, karim, forged):
    as_(karim).post("/trajets/nouveau/", drive(on="2026-11-30", **forged))
    page = as_(karim).get("/trajets/nouveau/", {"vers": forged.get("destination", ""), **forged})

    assert Trip.objects.get().destination_path == ""
    assert "Pour :" not in page.content.decode()


def test_a_trip_that_ends_elsewhere_does_not_go_to_it(as_, karim):
    typed = drive(on="2026-11-30", end="Plaisance-du-Touch", destination=coming.signed(LOTO))
    as_(karim).post("/trajets/nouveau/", typed)

    assert Trip.objects.get().destination_title == ""


def test_a_destination_has_title_and_address():
    way = way_of(person_of())
    with pytest.raises(IntegrityError, match="a_destination_is_on_this_site"):
        Trip.objects.filter(pk=way.trip_id).update(destination_path="/annonces/1/")


def test_a_place_without_words_of_its_own_is_one_of_its_commune():
    inside = coming.at_point((43.60421, 1.44388), "", "Toulouse")

    assert spots.town(inside.name) == "Toulouse"
    assert inside.point == spots.rounded((43.60421, 1.44388)) != (43.60421, 1.44388)
    assert len(coming.at_point((43.6, 1.44), "x" * 200).name) <= 120


def test_it_is_silent_where_it_can_say_nothing(jeanne):
    toulouse = commune_of("31555")
    assert shown(jeanne, toulouse, at=timezone.now() - timedelta(hours=1)).strip() == ""
    assert shown(jeanne, toulouse, at=None).strip() == ""
    assert shown(jeanne, None).strip() == ""
    assert shown(person_of(verified=False), toulouse).strip() == ""
    assert shown(jeanne, commune_of()).strip() == ""  # she lives there


@given(st.text(max_size=120), st.text(max_size=60), st.floats(-90, 90), st.floats(-180, 180))
def test_what_is_signed_reads_back(title, name, latitude, longitude):
    thing = coming.Thing(End(name, (latitude, longitude)), EVENING, title, PATH)

    assert coming.read(coming.signed(thing)) == thing


@given(st.text(max_size=250))
def test_no_text_is_taken_for_a_signed_one(text):
    assert coming.read(text) is None
