"""The ground under a ride: neighbours share their borders, nothing lies outside, and the largest have their names."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placette.places import queries
from placette.places.drawing import HEIGHT, WIDTH, Box
from placette.places.ground import EDGE, Outlined, ground

type Corner = tuple[float, float]


def square(name: str, west: float, south: float, side: float) -> Outlined:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return Outlined(name, json.dumps({"type": "Polygon", "coordinates": [ring]}))


def rings(path: str) -> list[list[Corner]]:
    """The corners of each closed line, as a browser reads them: the first is where it is, each other is a step."""
    found = []
    for x, y, steps in re.findall(r"M(-?\d+) (-?\d+)l([-\d ]+)z", path):
        numbers = [int(each) for each in steps.split()]
        corners = [(int(x), int(y))]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            corners.append((corners[-1][0] + dx, corners[-1][1] + dy))
        found.append(corners)
    return found


@given(
    west=st.floats(1.0, 1.6), south=st.floats(43.3, 43.6), side=st.floats(0.001, 0.5), wide=st.floats(0.05, 2)
)
def test_all_that_is_drawn_lies_within_the_frame(west, south, side, wide):
    drawn = ground(Box(1.2, 43.4, 1.2 + wide, 43.4 + wide), [square("Ici", west, south, side)])

    for ring in rings(drawn.path):
        assert len(ring) >= 3
        assert all(-EDGE <= x <= WIDTH + EDGE and -EDGE <= y <= HEIGHT + EDGE for x, y in ring)
    assert all(0 <= label.x <= WIDTH and 0 <= label.y <= HEIGHT for label in drawn.labels)


def test_neighbours_share_their_border():
    communes = [square("Ici", 1.1, 43.4, 0.1), square("À côté", 1.2, 43.4, 0.1)]

    here, beside = rings(ground(Box(1.08, 43.38, 1.32, 43.52), communes).path)

    assert len(set(here) & set(beside)) == 2


def test_of_two_names_in_one_place_the_larger_is_written():
    box = Box(1.0, 43.0, 1.3, 43.2)

    drawn = ground(box, [square("Toulouse", 1.1, 43.05, 0.1), square("Un quartier", 1.11, 43.05, 0.09)])

    assert [label.text for label in drawn.labels] == ["Toulouse"]


def test_what_is_too_small_to_see_has_no_name():
    drawn = ground(Box(1.0, 43.0, 2.0, 44.0), [square("Rochefourchat", 1.5, 43.5, 0.001)])

    assert (drawn.path, drawn.labels) == ("", [])


def test_nothing_at_sea():
    assert ground(Box(-6.0, 46.0, -5.0, 47.0), []).path == ""


@pytest.mark.django_db
def test_one_question_for_the_ground_of_a_ride(places, django_assert_num_queries):
    with django_assert_num_queries(1):
        communes = queries.outlined(Box(1.15, 43.45, 1.35, 43.6))

    drawn = ground(Box(1.15, 43.45, 1.35, 43.6), communes)
    assert {"Fonsorbes", "Saint-Lys"} <= {label.text for label in drawn.labels}
    assert len(rings(drawn.path)) >= 6
