"""Who passes other places, and takes others along, is found as anybody: held against every order that keeps hers."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from placette.carpool.actions import bookings
from placette.carpool.course import Course, best, course, in_straight_lines
from placette.carpool.geometry import Point, place, road_estimate, seconds_estimate, straight
from placette.carpool.models import Booking, Way
from placette.carpool.queries import columns, matching
from placette.carpool.queries.courses import drives
from placette.carpool.queries.exact import drivers_by_road, passengers_by_road
from placette.carpool.riding import End, terms
from placette.carpool.router.estimate import Estimator
from placette.carpool.router.osrm import Osrm
from placette.people.tests.factories import person_of

from .factories import FONSORBES, MONDAY, PLAISANCE, SAINT_LYS, TOULOUSE, way_of
from .router_server import RouterServer, road, router_server
from .test_matching import CENTRES, wish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
MURET: Point = (43.46, 1.33)
ANYTIME = {"flexibility": 12 * 3600}


@st.composite
def points(draw: st.DrawFn, most: int, least: int = 4) -> list[Point]:
    """In one region."""
    latitude, longitude = draw(CENTRES)
    off = st.floats(-0.3, 0.3).map(lambda degrees: round(degrees, 4))
    return [(latitude + draw(off), longitude + draw(off)) for _ in range(draw(st.integers(least, most)))]


@pytest.fixture(scope="module")
def server() -> Iterator[RouterServer]:
    with router_server() as server:
        yield server


def crow(a: Point, b: Point) -> float:
    return straight(place(a), place(b))


def shortest(line: list[Point], p: Point, q: Point, metric: Callable[[Point, Point], float] = crow) -> float:
    """By trying all: P somewhere after the start, Q somewhere after P, both before the end."""
    tried = (
        [*line[:i], p, *line[i:j], q, *line[j:]] for i in range(1, len(line)) for j in range(i, len(line))
    )
    return min(sum(metric(a, b) for a, b in pairwise(each)) for each in tried)


@settings(max_examples=100, deadline=None)
@given(around=points(9))
def test_the_best_insertion_is_that_of_brute_force_and_no_shorter_than_the_filter(around):
    a, b, p, q, *stops = around
    of = course(a, b, stops, 3)

    lines = in_straight_lines(of, p, q)
    found = best(of, p, q, lines)

    assert found is not None
    total = sum(found.parts(lines))
    assert total == pytest.approx(shortest([a, *stops, b], p, q), abs=1)
    assert crow(a, p) + crow(p, q) + crow(q, b) <= total + 1e-6


@settings(max_examples=25, deadline=None)
@given(around=points(6), detour=st.integers(0, 30_000), share=st.floats(1.0, 1.6))
def test_no_match_is_lost_and_none_is_invented_either_way(around, detour, share):
    a, b, p, q, *stops = around
    length = sum(crow(x, y) for x, y in pairwise([a, *stops, b]))
    drive = way_of(person_of("Anne"), a, b, stops=stops, road=round(share * length), detour=detour)
    waits = way_of(person_of("Paul"), p, q, role="passenger", seats=1)
    total = shortest([a, *stops, b], p, q)
    assume(abs(total - drive.reach) > 1)

    here = {each.way for each in drivers_by_road(wish(p, q, **ANYTIME), by=Estimator())}
    Way.objects.update(flexibility=6 * 3600)
    drive.refresh_from_db()
    along = {each.way.pk for each in passengers_by_road(drive, MONDAY, None)}

    assert (drive.pk in here) == (total < drive.reach)
    assert waits.pk not in along or total < drive.reach
    passes = drive.clock + seconds_estimate(road_estimate(crow(a, p)))
    if total < drive.reach and abs(passes - waits.clock) < 6 * 3600:
        assert waits.pk in along


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(around=points(7), detour=st.integers(0, 60_000))
def test_by_road_exactly_those_who_match(server, around, detour):
    a, b, p, q, *stops = around
    length = sum(road(x, y) for x, y in pairwise([a, *stops, b]))
    drive = way_of(person_of(), a, b, stops=stops, road=round(length), detour=detour, source="osrm")
    total = shortest([a, *stops, b], p, q, road)
    assume(abs(length + detour - total) > 5)  # distances are rounded on their way

    found = drivers_by_road(wish(p, q, **ANYTIME), by=Osrm(server.address, 5))
    mine = [each for each in found if each.way == drive.pk]

    assert bool(mine) == (total < length + detour)
    for each in mine:
        assert each.legs.detour == pytest.approx(max(0, total - length), abs=5)
        assert sum(each.legs.seconds) == pytest.approx(total / 10, abs=1)


def test_she_comes_by_when_she_has_been_at_her_stops():
    drive = way_of(person_of(), SAINT_LYS, TOULOUSE, stops=[MURET], flexibility=0)
    there = road_estimate(crow(SAINT_LYS, MURET) + crow(MURET, (43.53, 1.40)))
    passes = drive.clock + round(seconds_estimate(there))

    def found(clock: int) -> list[int]:
        asked = wish((43.53, 1.40), TOULOUSE, clock=clock, flexibility=60)
        by_index, in_columns = (by.drivers(asked, None, 10) for by in (matching, columns))
        assert by_index == in_columns
        return [each.pick_up for each in drivers_by_road(asked, by=Estimator())]

    assert [found(passes + off) for off in (-120, -30, 30, 120)] == [[], [passes], [passes], []]


def test_who_has_agreed_is_passed_by_as_well(django_assert_num_queries):
    driver = person_of("Karim")
    drive = way_of(driver, SAINT_LYS, TOULOUSE, detour=9_000)
    agreed(drive, MURET, TOULOUSE)
    through = [SAINT_LYS, MURET, TOULOUSE, TOULOUSE]

    with django_assert_num_queries(2):
        (found,) = drivers_by_road(wish((43.5, 1.36), TOULOUSE, **ANYTIME), by=Estimator())

    total = shortest(through, (43.5, 1.36), TOULOUSE)
    assert sum(found.legs.metres) == pytest.approx(road_estimate(total))
    assert found.legs.detour == pytest.approx(
        road_estimate(total - crow(SAINT_LYS, MURET) - crow(MURET, TOULOUSE))
    )
    # Two detours together are more than she accepts; on another day each is not.
    north = wish((43.62, 1.25), TOULOUSE, **ANYTIME)
    assert drivers_by_road(north, by=Estimator()) == []
    Booking.objects.all().delete()
    drive.taken.all().delete()
    assert [each.way for each in drivers_by_road(north, by=Estimator())] == [drive.pk]


def agreed(drive: Way, pick_up: Point, drop_off: Point) -> Booking:
    rider = person_of()
    drive = Way.objects.select_related("trip__author").get(pk=drive.pk)
    ride = terms(drive, MONDAY, End("Là", pick_up), End("Là-bas", drop_off))
    return bookings.accept(bookings.ask(drive.trip, drive, rider, rider, ride), drive.trip.author)


@settings(max_examples=12, deadline=None)
@given(around=points(6, least=2), riders=st.lists(points(2, least=2), min_size=1, max_size=3))
def test_the_order_that_was_found_is_the_order_in_which_it_is_read_again(around, riders):
    a, b, *stops = around
    drive = way_of(person_of(), a, b, stops=stops, seats=8, reach=10_000_000, detour=1_000_000)
    line = [a, *stops, b]
    for p, q in riders:
        expected = shortest(line, p, q)
        booking = agreed(drive, p, q)

        there = drives([(drive.pk, MONDAY)])[drive.pk, MONDAY].course
        line = [stop.point for stop in there.stops]
        if any(y.at - x.at <= 3 for x, y in pairwise(there.stops)):
            return  # no room for one more in between: who is first is told by who asked first
        total = sum(crow(x, y) for x, y in pairwise(line))
        assert total == pytest.approx(expected, abs=2)
        assert 0 <= booking.boards_after < booking.leaves_after <= there.length + 1


def test_seats_are_counted_along_the_bent_line():
    drive = way_of(person_of(), FONSORBES, TOULOUSE, stops=[MURET], seats=1, detour=20_000)
    first = agreed(drive, FONSORBES, MURET)
    second = agreed(drive, MURET, TOULOUSE)

    assert first.leaves_after <= second.boards_after
    assert second.leaves_after > crow(FONSORBES, TOULOUSE)
    with pytest.raises(bookings.Refusal, match="plus assez de places"):
        agreed(drive, FONSORBES, TOULOUSE)


def test_an_insertion_without_a_seat_is_not_the_best():
    drive = way_of(person_of(), FONSORBES, TOULOUSE, seats=1)
    agreed(drive, FONSORBES, PLAISANCE)
    of: Course = drives([(drive.pk, MONDAY)])[drive.pk, MONDAY].course

    found = best(of, PLAISANCE, TOULOUSE, in_straight_lines(of, PLAISANCE, TOULOUSE), seats=1)

    assert found is not None
    assert found.free == 1


def test_the_router_is_asked_little(server):
    for _ in range(20):
        way_of(person_of(), source="osrm", detour=30_000, reach=70_000)
    way_of(person_of(), source="osrm", stops=[PLAISANCE], detour=30_000, reach=70_000)
    before = server.asked

    assert len(drivers_by_road(wish(), by=Osrm(server.address, 5))) == 21
    assert server.asked - before == 6


@pytest.mark.parametrize(
    "wrong",
    [
        {"stop_names": ["a"] * 6, "stop_latitudes": [1.0] * 6, "stop_longitudes": [1.0] * 6},
        {"stop_names": ["a"], "stop_latitudes": [1.0], "stop_longitudes": []},
        {"stop_names": ["a"], "stop_latitudes": [91.0], "stop_longitudes": [1.0]},
        {"stop_names": ["a"], "stop_latitudes": [float("nan")], "stop_longitudes": [1.0]},
        {"role": "passenger", "stop_names": ["a"], "stop_latitudes": [1.0], "stop_longitudes": [1.0]},
    ],
)
def test_the_database_keeps_few_stops_of_drivers_each_with_its_place_on_earth(wrong):
    way = way_of(person_of())
    with pytest.raises(IntegrityError), transaction.atomic():
        Way.objects.filter(pk=way.pk).update(**wrong)
