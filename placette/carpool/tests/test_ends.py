"""What people type as an end of a ride: a point, an area, an address; and what is kept of it."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as site
from hypothesis import given
from hypothesis import strategies as st

from placette.carpool import ends
from placette.carpool.models import Area, Trip, Way
from placette.people.tests.factories import person_of, standing
from placette.places import cells, geocoder, spots
from placette.places.models import Boundary, Commune
from placette.places.tests.geocoder_server import ADDRESS, geocoder_server

from .test_journey import _communes, _thursday_morning, as_, drive, jeanne, karim, search

__all__ = ["_communes", "_thursday_morning", "as_", "jeanne", "karim"]  # fixtures
pytestmark = pytest.mark.django_db
NEAR_FONSORBES = (43.5412, 1.2367)
SQUARE = [[1.2, 43.5], [1.26, 43.5], [1.26, 43.56], [1.2, 43.56], [1.2, 43.5]]


@pytest.fixture(autouse=True)
def _outline():
    """Fonsorbes as a square of five kilometres."""
    Boundary.objects.create(
        commune_id="31187", geojson={"type": "Polygon", "coordinates": [SQUARE]},
        west=1.2, south=43.5, east=1.26, north=43.56,
    )  # fmt: skip


@pytest.fixture
def her():
    return standing(person_of())


def area(name: str = "Aire de covoiturage de la Saudrune", **fields) -> Area:
    usual = {
        "key": name, "kind": "area", "commune_code": "31187", "latitude": 43.5333, "longitude": 1.2299,
        "address": "Route de Saint-Lys, Fonsorbes", "updated_on": date(2026, 1, 1),
    }  # fmt: skip
    return Area.objects.create(name=name, **usual | fields)


@given(latitude=st.floats(-60, 70), longitude=st.floats(-180, 179.99))
def test_the_middle_of_a_hexagon_reads_back_to_itself(latitude, longitude):
    middle = spots.rounded((latitude, longitude))

    again = spots.read(spots.written("Ici", middle))

    assert again is not None
    assert again.name == "Ici"
    assert spots.rounded(again.point) == middle


@pytest.mark.parametrize(
    "text",
    [
        "43,5412 ; 1,2367",
        "43.5412, 1.2367",
        "43,5412;1,2367",
        "Ailleurs (43,5412 ; 1,2367)",
        "(+43,5412 ; 1,2367)",
    ],
)
def test_a_point_is_the_middle_of_its_hexagon_by_the_name_of_its_commune(her, text):
    end = ends.found(text, her)

    assert end.point == cells.centre(cells.cell_at(*NEAR_FONSORBES))
    assert end.name.startswith("Fonsorbes (43,54")
    assert ends.found(end.name, her) == end


def test_a_point_of_a_commune_without_outline_is_named_by_the_nearest_centre(her):
    Commune.objects.filter(code="31424").update(latitude=43.57, longitude=1.29)

    assert spots.town(ends.found("43,566 ; 1,298", her).name) == "Plaisance-du-Touch"


def test_beyond_the_border_the_country_gives_its_name(her):
    geneva, quay = ends.found("46,204 ; 6,143", her), ends.found("43,7325 ; 7,4246", her)

    assert spots.town(geneva.name) == "Suisse"
    assert spots.town(quay.name) == "Monaco"
    assert ends.found(geneva.name, her) == geneva


WRONG = {
    "91 ; 1,2": "va de -90 à 90",
    "-90,01 ; 1,2": "va de -90 à 90",
    "43,5 ; 181": "va de -180 à 180",
    "NaN ; 1,2": "ne se lisent pas",
    "43,5 ; inf": "ne se lisent pas",
    "Ici (4,3,5 ; un)": "ne se lisent pas",
    "43,1 ; 3,6": "en mer",
    "52,52 ; 13,40": "trop loin",
    "0 ; 0": "trop loin",
    "90 ; 180": "trop loin",
}


@pytest.mark.parametrize(("typed", "said"), WRONG.items(), ids=WRONG)
def test_a_point_from_which_nobody_is_driven_says_why_and_stays_typed(as_, karim, typed, said):
    Commune.objects.filter(code="31424").update(
        latitude=43.3, longitude=3.5
    )  # on the coast, near the first of the sea

    page = as_(karim).post("/trajets/nouveau/", drive(start=typed, note="À bientôt")).content.decode()

    assert said in page
    assert typed in page
    assert "À bientôt" in page
    assert not Trip.objects.exists()


def test_two_points_of_one_hexagon_are_one_place(as_, karim):
    page = (
        as_(karim)
        .post("/trajets/nouveau/", drive(start="43,5412 ; 1,2367", end="43,5413 ; 1,2368"))
        .content.decode()
    )

    assert "au même endroit" in page


def test_a_trip_from_a_point_keeps_no_finer_place(as_, karim):
    as_(karim).post("/trajets/nouveau/", drive(start="43,54123 ; 1,23671"))

    way = Way.objects.get()
    assert way.start == cells.centre(cells.cell_at(*NEAR_FONSORBES))
    assert "43,54123" not in way.start_name


def test_a_search_from_a_point_finds_who_passes(as_, karim, jeanne):
    as_(karim).post("/trajets/nouveau/", drive())

    page = search(as_(jeanne), start="43,541 ; 1,236")

    assert "1 trajet possible" in page
    assert "Fonsorbes → Toulouse" in page


@pytest.mark.parametrize(
    "text", ["aire de covoiturage de la Saudrune", "Aire de la saudrune", "parking de covoiturage saudrune"]
)
def test_an_area_is_found_by_its_name_and_reads_back(her, text):
    area("Aire de covoiturage de l’Autan (nord)", latitude=43.6)
    known = area()

    end = ends.found(text, her)

    assert end.point == known.point
    assert end.name == "Aire de covoiturage de la Saudrune (43,533 ; 1,230)"
    assert ends.found(end.name, her) == end


def test_of_two_areas_of_one_name_the_nearer_counts_and_a_closed_one_never(her):
    area("Aire de covoiturage du Lac", latitude=48.0, key="far")
    near = area("Aire de covoiturage du Lac", key="near")
    area("Aire de covoiturage du Lac", latitude=43.5334, is_open=False, key="closed")

    assert ends.found("aire de covoiturage du lac", her, near=NEAR_FONSORBES).point == near.point


def test_the_longest_name_with_parentheses_reads_back(her):
    known = area("Parking (P1) " + "très long " * 18, key="long")

    end = ends.of_area(known)

    assert len(end.name) <= 120
    assert ends.found(end.name, her) == end


def test_a_town_called_like_an_area_stays_a_town(her):
    area("Aire de covoiturage de Toulouse", latitude=43.7)

    assert ends.found("Toulouse", her).name == "Toulouse"


@pytest.mark.parametrize("text", ["12 rue du Stade 31470 Fonsorbes", "stade de Fonsorbes"])
def test_an_address_is_asked_for_and_only_its_hexagon_kept(her, settings, text):
    with geocoder_server() as server:
        settings.CONFIGURATION = site.CONFIGURATION.model_copy(update={"geocoder_url": server.address})

        end = ends.found(text, her)

    longitude, latitude = ADDRESS["geometry"]["coordinates"]
    assert end.point == cells.centre(cells.cell_at(latitude, longitude))
    assert spots.town(end.name) == "Fonsorbes"
    assert not any(word in end.name for word in ("rue", "Stade", "12"))


@pytest.mark.parametrize("text", ["Fonsorbes", "toulouse", "Toulouse 31", "chez moi", "43,541 ; 1,236"])
def test_what_we_know_ourselves_is_asked_of_nobody(her, settings, text):
    with geocoder_server() as server:
        settings.CONFIGURATION = site.CONFIGURATION.model_copy(update={"geocoder_url": server.address})

        assert ends.found(text, her) is not None

    assert server.asked == []


def test_who_asks_for_many_addresses_is_answered_by_communes_even_on_forms_that_are_refused(
    as_, karim, settings, monkeypatch
):
    monkeypatch.setattr(geocoder, "ADDRESSES_A_MINUTE", 2)
    with geocoder_server() as server:
        settings.CONFIGURATION = site.CONFIGURATION.model_copy(update={"geocoder_url": server.address})
        for number in range(4):
            typed = drive(start=f"{number} rue du Stade Fonsorbes", seats="99")
            as_(karim).post("/trajets/nouveau/", typed)

        assert len(server.asked) == 2
        assert ends.found("9 rue du Stade Fonsorbes", standing(karim)).name == "Fonsorbes"


def test_what_is_typed_in_a_search_never_gets_into_an_address(as_, karim, settings):
    typed = {"start": "12 rue du Stade Fonsorbes", "end": "toulouse", "on": "2026-11-27", "clock": "08:15"}
    with geocoder_server() as server:
        settings.CONFIGURATION = site.CONFIGURATION.model_copy(update={"geocoder_url": server.address})

        answer = as_(karim).post("/trajets/", typed | {"back_clock": "", "seats": "2"})

    assert answer.status_code == 303
    query = parse_qs(urlsplit(answer["Location"]).query)
    assert spots.town(query["start"][0]) == "Fonsorbes"
    assert (query["end"], query["clock"], query["seats"]) == (["Toulouse"], ["08:15"], ["2"])
    assert "rue" not in answer["Location"]
    assert "Fonsorbes → Toulouse" in as_(karim).get(answer["Location"]).content.decode()


def test_what_a_page_of_results_links_to_names_places_as_they_are_called(as_, karim, settings):
    with geocoder_server() as server:
        settings.CONFIGURATION = site.CONFIGURATION.model_copy(update={"geocoder_url": server.address})

        page = search(as_(karim), start="12 rue du Stade Fonsorbes")

    assert "role=passenger&amp;start=Fonsorbes" in page


def test_a_search_that_cannot_be_read_shows_what_was_typed(as_, karim):
    answer = as_(karim).post("/trajets/", {"start": "nulle part", "end": "Toulouse", "on": "2026-11-27"})

    assert answer.status_code == 422
    assert 'value="nulle part"' in answer.content.decode()


def test_an_address_is_its_commune_while_the_geocoder_is_away(her, settings):
    with geocoder_server() as server:
        server.says = (503, b"")
        settings.CONFIGURATION = site.CONFIGURATION.model_copy(update={"geocoder_url": server.address})

        end = ends.found("12 rue du Stade Fonsorbes", her)

    assert (end.name, end.point) == ("Fonsorbes", (43.533, 1.229))


def test_a_stop_from_which_nobody_is_driven_says_why_too(as_, karim):
    page = as_(karim).post("/trajets/nouveau/", drive(stop_1="91 ; 1,2")).content.decode()

    assert "va de -90 à 90" in page
    assert not Trip.objects.exists()
