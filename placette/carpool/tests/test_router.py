"""Routers over HTTP: what they say is read right; what fails, lies or takes too long is replaced by an estimate that says so."""

import logging
import time
from collections.abc import Iterator
from math import inf

import pytest
from django.conf import settings as site

from placette.carpool.geometry import place, road_estimate, straight
from placette.carpool.router import NoRoad, RouterFailed, router
from placette.carpool.router.chosen import Guarded
from placette.carpool.router.estimate import Estimator
from placette.carpool.router.osrm import Osrm
from placette.carpool.router.valhalla import Valhalla

from .factories import FONSORBES, PLAISANCE, SAINT_LYS, TOULOUSE
from .router_server import RouterServer, road, router_server

KINDS = [Osrm, Valhalla]


@pytest.fixture
def server() -> Iterator[RouterServer]:
    with router_server() as server:
        yield server


@pytest.mark.parametrize("kind", KINDS)
def test_a_route_goes_by_its_points(server, kind):
    found = kind(server.address, 1).route([SAINT_LYS, FONSORBES, TOULOUSE])

    metres = road(SAINT_LYS, FONSORBES) + road(FONSORBES, TOULOUSE)
    assert found.metres == pytest.approx(metres)
    assert found.seconds == pytest.approx(metres / 10)
    assert found.line == (SAINT_LYS, FONSORBES, TOULOUSE)
    assert found.source == kind.source


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_has_a_row_for_each_source(server, kind):
    found = kind(server.address, 1).table([FONSORBES, SAINT_LYS], [TOULOUSE, PLAISANCE, FONSORBES])

    assert [[round(each) for each in row] for row in found.metres] == [
        [round(road(a, b)) for b in (TOULOUSE, PLAISANCE, FONSORBES)] for a in (FONSORBES, SAINT_LYS)
    ]
    assert found.seconds[1][0] == pytest.approx(road(SAINT_LYS, TOULOUSE) / 10, abs=1)
    assert found.source == kind.source


@pytest.mark.parametrize("kind", KINDS)
def test_an_island_is_infinitely_far_and_no_failure(server, kind):
    server.islands = {PLAISANCE}

    assert kind(server.address, 1).table([FONSORBES], [PLAISANCE, TOULOUSE]).metres[0][0] == inf
    with pytest.raises(NoRoad):
        Guarded(kind(server.address, 1)).route([FONSORBES, PLAISANCE])


@pytest.mark.parametrize("kind", KINDS)
def test_of_nowhere_nothing_is_asked(server, kind):
    assert kind(server.address, 1).table([FONSORBES], []).metres == [[]]
    assert kind(server.address, 1).table([], [FONSORBES]).metres == []
    assert server.asked == 0


@pytest.mark.parametrize(("rows", "columns"), [(1, 350), (350, 1), (130, 120)])
def test_a_table_that_is_too_big_is_asked_in_parts(server, rows, columns):
    server.largest = 100
    sources = [(43 + n / 1000, 1.0) for n in range(rows)]
    targets = [(44.0, 2 + n / 1000) for n in range(columns)]

    found = Osrm(server.address, 5).table(sources, targets)

    assert [len(row) for row in found.metres] == [columns] * rows
    for row, column in ((0, 0), (rows - 1, columns - 1), (rows // 2, columns // 2)):
        assert found.metres[row][column] == pytest.approx(road(sources[row], targets[column]), abs=1)


def test_a_router_that_takes_small_tables_is_not_asked_for_a_large_one_again(server):
    server.largest = 100
    asked = Osrm(server.address, 5)
    asked.table([FONSORBES], [(44.0, 2 + n / 1000) for n in range(150)])
    before = server.asked

    asked.table([FONSORBES], [(44.0, 2 + n / 1000) for n in range(150)])

    assert (before, server.asked) == (3, 5)


def test_a_little_less_than_nothing_is_nothing(server):
    server.says = (200, b'{"code": "Ok", "distances": [[-0.1]], "durations": [[0]]}')

    assert Osrm(server.address, 1).table([FONSORBES], [FONSORBES]).metres == [[0.0]]


WRONG = {
    "no JSON": (200, b"<html>"),
    "empty": (200, b""),
    "another thing": (200, b"[]"),
    "a negative road": (200, b'{"code": "Ok", "distances": [[-100]], "durations": [[1]], "sources_to_targets": [[{"distance": -100}]]}'),
    "no number": (200, b'{"code": "Ok", "distances": [[NaN]], "durations": [[1]], "sources_to_targets": [[{"distance": NaN}]]}'),
    "another shape": (200, b'{"code": "Ok", "distances": [[1, 2]], "durations": [[1, 2]], "sources_to_targets": [[{}, {}]]}'),
    "an error": (500, b"{}"),
    "elsewhere": (302, b""),
    "too much": (400, b'{"code": "TooBig"}'),
    "no key": (401, b"{}"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wrong", WRONG)
def test_what_no_router_says_is_a_failure(server, kind, wrong):
    server.says = WRONG[wrong]

    with pytest.raises(RouterFailed):
        kind(server.address, 1).table([FONSORBES], [TOULOUSE])


@pytest.mark.parametrize("kind", KINDS)
def test_a_slow_router_costs_its_budget_once(server, kind):
    server.sleeps = 2
    guarded = Guarded(kind(server.address, 0.2))

    started = time.monotonic()
    answers = [guarded.table([FONSORBES], [TOULOUSE]) for _ in range(5)]

    assert time.monotonic() - started < 1
    assert {each.source for each in answers} == {"estimate"}
    assert answers[0].metres[0][0] == road_estimate(straight(place(FONSORBES), place(TOULOUSE)))


def test_a_router_that_is_down_is_asked_again_after_its_rest(server):
    guarded = Guarded(Osrm(server.address, 1), rest=0.2)
    server.says = (500, b"")
    assert guarded.route([FONSORBES, TOULOUSE]).source == "estimate"
    server.says = None
    assert guarded.route([FONSORBES, TOULOUSE]).source == "estimate"

    time.sleep(0.25)

    assert guarded.route([FONSORBES, TOULOUSE]).source == "osrm"


def test_nobody_listens():
    with router_server() as server:
        address = server.address

    assert Guarded(Osrm(address, 1)).route([FONSORBES, TOULOUSE]).source == "estimate"


def test_positions_are_not_logged(server, caplog):
    server.says = (500, b"")
    with caplog.at_level(logging.DEBUG):
        Guarded(Osrm(server.address, 1)).route([FONSORBES, TOULOUSE])

    assert "osrm" in caplog.text
    assert "43.5" not in caplog.text
    assert "1.229" not in caplog.text


def test_the_settings_choose(server, settings):
    assert isinstance(router(), Estimator)

    for kind in ("osrm", "valhalla"):
        chosen = {"router_url": server.address, "router_kind": kind}
        settings.CONFIGURATION = site.CONFIGURATION.model_copy(update=chosen)
        assert router().table([FONSORBES], [TOULOUSE]).source == kind
        assert router() is router()
