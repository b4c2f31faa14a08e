"""About where one lives: only a hexagon is kept, and only for oneself."""

from base64 import b64encode
from hashlib import sha256
from xml.etree import ElementTree

import h3
import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from placette.people import rules
from placette.people.actions import joining
from placette.people.models import Membership
from placette.people.views import position as views
from placette.places import cells, queries
from placette.places.drawing import HEIGHT, WIDTH, Frame
from placette.places.geography import distance, metres_outside
from placette.places.models import Boundary

from .factories import commune_of, officer_of, person_of, standing

WEST, SOUTH, EAST, NORTH = 1.2, 43.5, 1.26, 43.56
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[WEST, SOUTH], [EAST, SOUTH], [EAST, NORTH], [WEST, NORTH], [WEST, SOUTH]]],
}
PAGE = "/moi/position/31187/"
HOME = {"latitude": "43.53211", "longitude": "1.22987"}


@pytest.fixture
def jeanne(db):
    Boundary.objects.create(
        commune=commune_of(), geojson=SQUARE, west=WEST, south=SOUTH, east=EAST, north=NORTH
    )
    return person_of("Jeanne")


@pytest.fixture
def hers(client, jeanne):
    """Her browser."""
    client.force_login(jeanne)
    return client


def cell_of(person) -> int | None:
    return Membership.objects.get(person=person).cell


@given(st.floats(0, WIDTH), st.floats(0, HEIGHT))
def test_a_point_of_the_drawing_is_where_it_is_drawn(x, y):
    frame = Frame([Boundary(geojson=SQUARE, west=WEST, south=SOUTH, east=EAST, north=NORTH)], 0.28)

    latitude, longitude = frame.position(x, y)
    drawn = frame.place({"type": "Point", "coordinates": [longitude, latitude]})

    assert (drawn.x, drawn.y) == pytest.approx((x, y), abs=0.001)


@given(st.floats(-60, 60), st.floats(-179, 179))
def test_a_cell_is_around_its_point_and_no_finer_than_its_resolution(latitude, longitude):
    cell = cells.cell_at(latitude, longitude)

    assert distance(latitude, longitude, *cells.centre(cell)) < 300
    assert metres_outside(cells.outline(cell), latitude, longitude) < 5
    assert cells.cell_at(*cells.centre(cell)) == cell


def test_how_far_outside_is_measured_on_the_ground():
    assert metres_outside(SQUARE, 43.53, 1.23) == 0
    for latitude, longitude, nearest in [(43.53, 1.30, (43.53, EAST)), (43.58, 1.23, (NORTH, 1.23))]:
        expected = distance(latitude, longitude, *nearest)
        assert metres_outside(SQUARE, latitude, longitude) == pytest.approx(expected, rel=0.01)


def test_only_the_hexagon_is_kept_and_shown_back(hers, jeanne):
    page = hers.post(PAGE, HOME, follow=True).content.decode()

    assert cell_of(jeanne) == cells.cell_at(43.53211, 1.22987)
    assert "Votre hexagone est sur la carte" in page
    assert "43.53211" not in page
    assert '"Polygon"' in page
    assert 'class="area"' in hers.get(PAGE + "carte.svg").content.decode()


def test_a_comma_is_as_good_as_a_point(hers, jeanne):
    hers.post(PAGE, {"latitude": "43,53211", "longitude": "1,22987"})

    assert cell_of(jeanne) == cells.cell_at(43.53211, 1.22987)


@pytest.mark.parametrize("width", [640, 288])
def test_without_javascript_a_click_on_the_drawing_does(hers, jeanne, width):
    x, y = round(width / 3), round(width / 3)

    hers.post(PAGE, {f"at{width}.x": str(x), f"at{width}.y": str(y), "latitude": "", "longitude": ""})

    latitude, longitude = queries.drawing("31187").frame.position(x * WIDTH / width, y * WIDTH / width)
    assert cell_of(jeanne) == cells.cell_at(latitude, longitude)


def test_without_a_pointer_the_town_hall_is_a_place_to_start_from(hers, jeanne):
    assert "près de la mairie" not in hers.get(PAGE).content.decode()
    commune = commune_of()
    commune.town_hall_latitude, commune.town_hall_longitude = 43.52, 1.22
    commune.save()

    assert "près de la mairie" in hers.get(PAGE).content.decode()
    hers.post(PAGE, {"town_hall": "1", "latitude": "", "longitude": ""})

    assert cell_of(jeanne) == cells.cell_at(43.52, 1.22)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choisissez d’abord un point."),
        ({"latitude": "43.53"}, "Choisissez d’abord un point."),
        ({"at640.x": "0", "at640.y": "0"}, "Choisissez d’abord un point."),  # Enter on the drawing
        ({"latitude": "48.85", "longitude": "2.35"}, "à plus de 2 km de Fonsorbes"),
        ({"latitude": "43.53", "longitude": "1.29"}, "à plus de 2 km de Fonsorbes"),
        ({"latitude": "nan", "longitude": "1.23"}, "Saisissez un nombre"),
        ({"latitude": "95", "longitude": "1.23"}, "inférieure ou égale à 90"),
    ],
)
def test_anywhere_else_is_refused_in_words(hers, jeanne, sent, said):
    page = hers.post(PAGE, sent).content.decode()

    assert said in page
    assert 'role="alert"' in page
    assert cell_of(jeanne) is None


def test_just_across_the_border_is_near_enough(hers, jeanne):
    hers.post(PAGE, {"latitude": "43.53", "longitude": "1.28"})

    assert cell_of(jeanne)


def test_she_takes_it_back(hers, jeanne):
    hers.post(PAGE, HOME)
    hers.post(PAGE + "oubli/")

    assert cell_of(jeanne) is None
    assert 'class="area"' not in hers.get(PAGE + "carte.svg").content.decode()


def test_who_moves_away_leaves_it_behind(hers, jeanne):
    hers.post(PAGE, HOME)
    joining.join(jeanne, commune_of("31499"), Membership.Purpose.HOME)

    assert cell_of(jeanne) is None
    assert hers.get(PAGE).status_code == 404


def test_nobody_else_sees_it(client, hers, jeanne):
    hers.post(PAGE, HOME)
    membership = Membership.objects.get(person=jeanne)
    for other in (person_of("Paul"), officer_of()):
        client.force_login(other)
        profile = client.get(f"/habitants/{jeanne.pk}/").content.decode()

        assert str(membership.cell) not in profile
        assert 'class="area"' not in client.get(PAGE + "carte.svg").content.decode()
        assert "Retirer mon hexagone" not in client.get(PAGE).content.decode()
        assert not rules.may_see_cell(standing(other), membership)
    assert rules.may_see_cell(standing(jeanne), membership)


def test_choices_are_counted(hers, jeanne, monkeypatch):
    monkeypatch.setattr(views, "CHOICES_AN_HOUR", 2)

    assert [hers.post(PAGE, HOME).status_code for _ in range(3)] == [302, 302, 429]


def test_a_commune_without_an_outline_says_so(client, db):
    client.force_login(person_of())

    assert "Pas encore de carte ici" in client.get(PAGE).content.decode()
    assert client.get(PAGE + "carte.svg").status_code == 404


def test_the_picture_needs_nothing_of_the_page(hers, jeanne):
    answer = hers.get(PAGE + "carte.svg")

    assert answer["Content-Type"] == "image/svg+xml"
    assert ElementTree.fromstring(answer.content).get("viewBox") == "0 0 640 480"
    style = ElementTree.fromstring(answer.content).find("{http://www.w3.org/2000/svg}style").text
    hashed = b64encode(sha256(style.encode()).digest()).decode()
    assert answer["Content-Security-Policy"] == f"default-src 'none'; style-src 'sha256-{hashed}'"
    assert {"private", "no-cache"} == set(answer["Cache-Control"].split(", "))


def test_each_page_asks_the_database_two_things_of_its_own(hers, jeanne, django_assert_num_queries):
    shared = 4  # session, person, memberships, roles
    hers.get(PAGE)  # the first page of the day notes the visit
    with django_assert_num_queries(shared + 2):
        hers.get(PAGE + "carte.svg")
    with django_assert_num_queries(shared + 2 + 2):  # and what the frame counts
        hers.get(PAGE)


def test_the_database_keeps_nothing_finer_than_a_hexagon(jeanne):
    finer = h3.str_to_int(h3.latlng_to_cell(43.53, 1.23, 12))
    with pytest.raises(IntegrityError, match="a_cell_no_finer_than_a_hexagon"):
        Membership.objects.update(cell=finer)
