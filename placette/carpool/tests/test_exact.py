"""By road: exactly those who match, however they were found; without a router nobody is left out by a guess."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placette.carpool.geometry import place, road_estimate, straight
from placette.carpool.models import Way
from placette.carpool.queries.exact import drivers_by_road, exact
from placette.carpool.queries.matching import drivers
from placette.carpool.router.chosen import Guarded
from placette.carpool.router.osrm import Osrm
from placette.people.tests.factories import person_of

from .factories import FONSORBES, MONDAY, PLAISANCE, SAINT_LYS, TOULOUSE, way_of
from .router_server import RouterServer, road, router_server
from .test_matching import points_around, wish

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server() -> Iterator[RouterServer]:
    with router_server() as server:
        yield server


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(around=st.lists(points_around(), min_size=1, max_size=4), detour=st.integers(0, 20_000))
def test_it_finds_those_who_match_by_road_and_no_others(server, around, detour):
    driver = person_of()
    drives = [
        way_of(driver, a, b, road=round(road(a, b)), detour=detour, source="osrm") for a, b, _, _ in around
    ]
    for _, _, p, q in around:
        asked = wish(p, q, flexibility=12 * 3600)

        found = {each.way for each in drivers_by_road(asked, by=Osrm(server.address, 5))}

        for drive in drives:
            total = road(drive.start, p) + road(p, q) + road(q, drive.end)
            slack = drive.road + drive.detour - total
            if abs(slack) > 2:  # coordinates and distances are rounded on their way
                assert (drive.pk in found) == (slack > 0)


def test_who_takes_no_detour_takes_who_goes_the_same_way_though_roads_are_rounded(server):
    exactly = road(FONSORBES, TOULOUSE)
    drive = way_of(person_of(), road=int(exactly - 0.2), detour=0, source="osrm", reach=60_000)

    found = drivers_by_road(wish(FONSORBES, TOULOUSE), by=Osrm(server.address, 5))

    assert [each.way for each in found] == [drive.pk]


def test_the_least_true_detour_comes_first(server):
    far = way_of(person_of(), SAINT_LYS, TOULOUSE, detour=30_000, source="osrm")
    near = way_of(person_of(), detour=30_000, source="osrm")
    Way.objects.update(road=20_000, reach=60_000)

    found = drivers_by_road(wish(FONSORBES, PLAISANCE, flexibility=3 * 3600), by=Osrm(server.address, 5))

    assert [each.way for each in found] == [near.pk, far.pk]
    for each, drive in zip(found, (near, far), strict=True):
        total = road(drive.start, FONSORBES) + road(FONSORBES, PLAISANCE) + road(PLAISANCE, TOULOUSE)
        assert each.legs.detour == pytest.approx(max(0, total - 20_000), abs=2)
        assert each.pick_up == pytest.approx(drive.clock + road(drive.start, FONSORBES) / 10, abs=1)
        assert (each.day, each.seats, each.legs.source, each.is_estimated) == (MONDAY, 3, "osrm", False)


def test_hours_by_road_decide(server):
    way_of(person_of(), SAINT_LYS, TOULOUSE, flexibility=0, detour=30_000, source="osrm", reach=60_000)
    passes = 8 * 3600 + round(road(SAINT_LYS, FONSORBES) / 10)

    def found(clock: int) -> int:
        asked = wish(FONSORBES, TOULOUSE, clock=clock, flexibility=60)
        return len(drivers_by_road(asked, by=Osrm(server.address, 5)))

    assert [found(passes + off) for off in (-62, -58, 58, 62)] == [0, 1, 1, 0]


def test_a_driver_of_the_evening_before_picks_up_after_midnight(server):
    way_of(
        person_of(), SAINT_LYS, TOULOUSE, on=MONDAY - timedelta(days=1), clock=86_300, detour=30_000, reach=60_000
    )  # fmt: skip
    asked = wish(FONSORBES, TOULOUSE, clock=300)

    (found,) = drivers_by_road(asked, by=Osrm(server.address, 5))

    assert found.day == MONDAY - timedelta(days=1)
    assert found.pick_up == round(road(SAINT_LYS, FONSORBES) / 10) - 100


def test_three_questions_whatever_is_found(server, django_assert_num_queries):
    for _ in range(30):
        way_of(person_of(), source="osrm", reach=60_000, detour=30_000)
    before = server.asked

    with django_assert_num_queries(2):
        found = drivers_by_road(wish(), by=Osrm(server.address, 5))

    assert (len(found), server.asked - before) == (30, 3)


def test_a_place_is_asked_about_once_however_many_set_out_from_there(server):
    ends = [(FONSORBES, TOULOUSE), (SAINT_LYS, TOULOUSE), (FONSORBES, PLAISANCE), (FONSORBES, TOULOUSE)]
    drives = {
        way_of(person_of(), *each, source="osrm", road=60_000, detour=60_000, reach=120_000).pk: each
        for each in ends
    }
    server.largest = 3  # two starts or two ends, and hers

    found = drivers_by_road(wish(PLAISANCE, TOULOUSE, flexibility=6 * 3600), by=Osrm(server.address, 5))
    server.largest = None

    by_road = {each.way: [round(part) for part in each.legs.metres] for each in found}
    on_board = road(PLAISANCE, TOULOUSE)
    assert by_road == {
        pk: [round(road(a, PLAISANCE)), round(on_board), round(road(TOULOUSE, b))]
        for pk, (a, b) in drives.items()
    }


def test_without_a_router_nobody_is_left_out_by_a_guess(server):
    # By the straight line it is possible, by the estimate it is not.
    drive = way_of(person_of(), SAINT_LYS, TOULOUSE, detour=0, road=25_000)
    asked = wish((43.56, 1.27), TOULOUSE)
    assert [each.way for each in drivers(asked)] == [drive.pk]
    server.says = (500, b"")

    found = exact(drivers(asked), asked, Guarded(Osrm(server.address, 1)))
    server.says = None

    assert [(each.way, each.legs.source, each.is_estimated) for each in found] == [
        (drive.pk, "estimate", True)
    ]


@pytest.mark.parametrize("question", [1, 2, 3])
def test_where_the_router_fails_on_the_way_all_is_estimated(server, question):
    way_of(person_of())
    server.breaks_at = server.asked + question

    (found,) = exact(drivers(wish()), wish(), Guarded(Osrm(server.address, 1)))

    crow = straight(place(FONSORBES), place(PLAISANCE))
    assert (found.legs.source, found.legs.metres[0]) == ("estimate", road_estimate(crow))


def test_nothing_found_asks_nobody(server):
    before = server.asked

    assert exact([], wish(), Osrm(server.address, 1)) == []
    assert server.asked == before
