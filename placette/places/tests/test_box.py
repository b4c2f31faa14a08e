"""The outlines in a part of the map."""

import pytest

from placette.places.models import Boundary, Commune

pytestmark = pytest.mark.django_db
AROUND_FONSORBES = {"west": "1.1", "south": "43.4", "east": "1.5", "north": "43.7"}


@pytest.fixture(autouse=True)
def _outlines():
    for code, west in (("31187", 1.2), ("31499", 9.0)):
        ring = [[west, 43.5], [west + 0.1, 43.5], [west + 0.1, 43.6], [west, 43.5]]
        commune = Commune.objects.create(
            code=code, name=f"Commune {code}", slug="commune", department_code="31"
        )
        Boundary.objects.create(
            commune=commune, geojson={"type": "Polygon", "coordinates": [ring]},
            west=west, south=43.5, east=west + 0.1, north=43.6,
        )  # fmt: skip


def test_shows_the_communes_that_lie_in_it(client, django_assert_num_queries):
    with django_assert_num_queries(2):  # the limit, and the outlines
        answer = client.get("/communes/carte.geojson", AROUND_FONSORBES).json()

    assert answer["bbox"] == [1.1, 43.4, 1.5, 43.7]
    assert [each["id"] for each in answer["features"]] == ["31187"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"west": "nan"},
        {"west": "1.6"},
        {"north": "91"},
        {"east": "x"},
        {"south": "39"},
        {"east": ""},
        {"west": "-1e400"},
    ],
)
def test_what_is_no_part_of_the_map_is_refused(client, wrong):
    assert client.get("/communes/carte.geojson", AROUND_FONSORBES | wrong).status_code == 400
