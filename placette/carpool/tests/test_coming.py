"""« Comment venir ? » on the page of a thing that has a place and an hour."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import IntegrityError
from django.template import engines
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from placette.carpool.coming import coming, ours
from placette.carpool.models import Seat, Trip
from placette.people.tests.factories import commune_of, person_of, standing, touching
from placette.places.clock import PARIS

from .factories import MONDAY, way_of

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 30, 20, 30, tzinfo=PARIS)
PATH = "/annonces/12/"


@pytest.fixture(autouse=True)
def _thursday_morning():
    with time_machine.travel("2026-11-26T08:00:00+00:00", tick=False):
        yield


@pytest.fixture
def saint_lys():
    touching("31187", "31499")
    commune = commune_of("31499")
    commune.latitude, commune.longitude = 43.515, 1.176
    commune.save()
    return commune


def asked(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def shown(person, commune, at=EVENING, path=PATH) -> str:
    template = engines["django"].from_string("{% load coming %}{% how_to_come 'Loto' commune at path %}")
    request = SimpleNamespace(standing=standing(person))
    return template.render({"commune": commune, "at": at, "path": path, "request": request})


def drives_there(person, **fields):
    way = way_of(person, on=MONDAY, clock=20 * 3600, seats=2, **fields)
    Trip.objects.filter(pk=way.trip_id).update(destination_title="Loto", destination_path=PATH)
    return way


def test_the_search_is_filled_in_so_that_one_arrives_in_time(saint_lys):
    how = coming(standing(person_of()), "Loto", saint_lys, EVENING, PATH)

    search = asked(how.search_url)
    assert (search["start"], search["end"], search["on"]) == ("Fonsorbes", "Saint-Lys", "2026-11-30")
    left = datetime.fromisoformat(f"{search['on']}T{search['clock']}").replace(tzinfo=PARIS)
    assert timedelta(minutes=15) <= EVENING - left <= timedelta(minutes=45)
    assert asked(how.drive_url) == {
        "role": "driver", "seats": "3", "start": "Fonsorbes", "end": "Saint-Lys", "on": search["on"],
        "clock": search["clock"], "destination_title": "Loto", "destination_path": PATH,
    }  # fmt: skip


def test_who_drives_there_is_found_on_its_page(saint_lys, django_assert_max_num_queries):
    jeanne, karim = person_of(), person_of("Karim")
    way = drives_there(karim)
    drives_there(person_of("Odile"), is_open=False)
    Seat.objects.create(way=way, day=MONDAY, number=1, span=(0, 10), holder="booking:1")

    standing_of_jeanne = standing(jeanne)
    assert standing_of_jeanne.around
    with django_assert_max_num_queries(2):
        how = coming(standing_of_jeanne, "Loto", saint_lys, EVENING, PATH)
    page = shown(jeanne, saint_lys)

    assert ([each.way.pk for each in how.drivers], how.seats) == ([way.pk], 1)
    assert "1 voisin y va en voiture" in page
    assert way.trip.get_absolute_url() in page
    assert "Odile" not in page


def test_the_trip_form_keeps_what_it_goes_to(client, saint_lys):
    jeanne = person_of()
    client.force_login(jeanne)
    how = coming(standing(jeanne), "Loto <b>", saint_lys, EVENING, PATH)
    page = client.get(how.drive_url).content.decode()
    assert "Loto &lt;b&gt;</p>" in page
    assert f'value="{PATH}"' in page


@pytest.mark.parametrize("path", ["", "https://ailleurs.example/", "//ailleurs.example/", "/nulle/part/ici/"])
def test_an_address_elsewhere_is_left_out(path):
    assert not ours(path)


def test_a_destination_has_title_and_address():
    way = way_of(person_of())
    with pytest.raises(IntegrityError, match="a_destination_is_on_this_site"):
        Trip.objects.filter(pk=way.trip_id).update(destination_path="/annonces/1/")


def test_it_is_silent_where_it_can_say_nothing(saint_lys):
    jeanne = person_of()
    assert shown(jeanne, saint_lys, at=timezone.now() - timedelta(hours=1)).strip() == ""
    assert shown(jeanne, saint_lys, at=None).strip() == ""
    assert shown(person_of(verified=False), saint_lys).strip() == ""
    assert shown(jeanne, commune_of(), path="").strip() == ""


def test_in_ones_own_commune_one_may_still_take_others_along(saint_lys):
    page = shown(person_of(lives_in="31499"), saint_lys)

    assert "Je conduis" in page
    assert "Je cherche une place" not in page


@given(st.text(max_size=250))
def test_no_text_is_taken_for_an_address_of_ours_unless_it_leads_to_a_page(text):
    if ours(text):
        assert text.startswith("/")
        assert not text.startswith("//")
