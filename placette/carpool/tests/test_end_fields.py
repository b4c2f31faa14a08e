"""What the buttons beside a field of a place are answered."""

import json

import pytest
from django.conf import settings as site

from placette.people.tests.factories import person_of
from placette.places import cells, spots
from placette.places.models import Commune

from .router_server import router_server
from .test_ends import NEAR_FONSORBES, _outline
from .test_journey import _communes, as_, jeanne

__all__ = ["_communes", "_outline", "as_", "jeanne"]  # fixtures
pytestmark = pytest.mark.django_db
PLACE, MAP = "/trajets/lieu/", "/trajets/carte/"


def test_a_point_is_named_and_only_its_hexagon_told(as_, jeanne, django_assert_max_num_queries):
    client = as_(jeanne)
    with django_assert_max_num_queries(9):
        answer = client.post(PLACE, {"latitude": "43.5412", "longitude": "1.2367"})

    (name,) = answer.json().values()
    assert spots.town(name) == "Fonsorbes"
    read = spots.read(name)
    assert read is not None
    assert spots.rounded(read.point) == cells.centre(cells.cell_at(*NEAR_FONSORBES))


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ({"latitude": "91", "longitude": "1"}, "va de -90 à 90"),
        ({"latitude": "nan", "longitude": "1"}, "ne se lisent pas"),
        ({"latitude": "43.5"}, "ne se lisent pas"),
        ({"latitude": "9" * 400, "longitude": "1"}, "va de -90 à 90"),
        ({"latitude": "52.52", "longitude": "13.4"}, "trop loin"),
    ],
)
def test_a_point_that_is_none_says_why(as_, jeanne, point, said):
    answer = as_(jeanne).post(PLACE, point)

    assert answer.status_code == 422
    assert said in json.loads(answer.content)["error"]


@pytest.mark.parametrize("text", ["", "Toulouse", "43,541 ; 1,236", "zzqxzzqx", "91 ; 0", "x" * 400])
def test_the_map_opens_around_what_is_typed_or_around_home(as_, jeanne, text, django_assert_max_num_queries):
    client = as_(jeanne)
    with django_assert_max_num_queries(16):
        page = client.post(MAP, {"text": text}).content.decode()

    assert 'data-pick="latitude longitude"' in page
    assert ("south=43.544" if text == "Toulouse" else "south=43.4") in page


def test_where_no_commune_is_drawn_the_field_is_for_typing(as_, jeanne):
    Commune.objects.filter(code="31187").update(latitude=None, longitude=None)

    assert "pas encore de carte ici" in as_(jeanne).post(MAP, {"text": ""}).content.decode()


def test_only_neighbours_ask_and_not_without_end(as_, jeanne, client):
    assert client.post(PLACE, {"latitude": "43.5", "longitude": "1.2"}).status_code == 302
    assert as_(person_of("Lou", verified=False)).post(MAP).status_code == 403
    for _ in range(60):
        as_(jeanne).post(PLACE, {"latitude": "x", "longitude": "y"})

    refused = client.post(PLACE, {"latitude": "43.5", "longitude": "1.2"})

    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert client.post(MAP).status_code == 429


TRACE = "/trajets/trace/"
ENDS = {"start": "Fonsorbes", "end": "Toulouse"}


def test_a_trip_that_is_being_written_shows_its_road(as_, jeanne, django_assert_max_num_queries):
    client = as_(jeanne)
    with django_assert_max_num_queries(16):
        page = client.post(TRACE, ENDS).content.decode()

    text = " ".join(page.split())
    assert "Fonsorbes → Toulouse" in text
    assert "25 km" in text
    assert "31 minutes de route" in text
    assert "suggérés par place" in text
    assert "Environ : nous comptons à vol d’oiseau" in text
    assert 'class="ride-map__line"' in text


def test_its_stops_are_on_the_road(as_, jeanne):
    by_plaisance = ENDS | {"stop_1": "Plaisance-du-Touch", "stop_2": "zzqxzzqx"}

    page = as_(jeanne).post(TRACE, by_plaisance).content.decode()

    assert page.count('class="ride-map__stop"') == 3
    assert page.split('points="')[1].split('"')[0].count(",") == 3


def test_a_router_draws_the_road_itself(as_, jeanne, settings):
    client = as_(jeanne)
    with router_server() as server:
        settings.CONFIGURATION = site.CONFIGURATION.model_copy(update={"router_url": server.address})
        by_road = client.post(TRACE, ENDS).content.decode()
        server.islands = {(43.604, 1.444)}
        island = client.post(TRACE, ENDS).content.decode()

    assert "à vol d’oiseau" not in by_road
    assert "à vol d’oiseau" in island


@pytest.mark.parametrize(
    "typed",
    [
        {"start": "Fonsorbes", "end": ""},
        {"start": "zzqxzzqx", "end": "Toulouse"},
        {"start": "91 ; 0", "end": "Toulouse"},
        {"start": "Fonsorbes", "end": "fonsorbes"},
        {},
    ],
)
def test_while_an_end_is_missing_there_is_nothing_to_draw(as_, jeanne, typed):
    answer = as_(jeanne).post(TRACE, typed)

    assert (answer.status_code, answer.content) == (200, b"")
