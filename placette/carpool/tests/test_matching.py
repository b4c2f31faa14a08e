"""The filter loses nobody: held against every pair, anywhere on earth; and finds the right day by the clocks."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from placette.carpool.geometry import CIRCUITY, Point, place, road_estimate, seconds_estimate, straight
from placette.carpool.queries.matching import Candidate, Wish, drivers, passengers
from placette.people.tests.factories import person_of, standing, touching

from .factories import FONSORBES, MONDAY, PLAISANCE, SAINT_LYS, TOULOUSE, way_of

pytestmark = pytest.mark.django_db


def wish(start: Point = PLAISANCE, end: Point = TOULOUSE, **fields) -> Wish:
    return Wish(**{"start": start, "end": end, "day": MONDAY, "clock": 8 * 3600} | fields)


def found(candidates: list[Candidate]) -> set[int]:
    return {each.way for each in candidates}


# Where French communes are, overseas too; far enough for a long drive, near enough to match.
CENTRES = st.sampled_from(
    [(43.5, 1.2), (48.8, 2.3), (14.6, -61.0), (-21.1, 55.5), (-17.6, -149.5), (-13.3, -176.2)]
)


@st.composite
def points_around(draw: st.DrawFn) -> list[Point]:
    latitude, longitude = draw(CENTRES)
    off = st.floats(-0.3, 0.3)
    return [(latitude + draw(off), longitude + draw(off)) for _ in range(4)]


@settings(max_examples=60, deadline=None)
@given(around=points_around(), detour=st.integers(0, 30_000), share=st.floats(1.0, 1.8))
def test_no_match_is_lost_and_none_is_invented_either_way(around, detour, share):
    a, b, p, q = around
    driver, passenger = person_of("Anne"), person_of("Paul")
    road = round(share * straight(place(a), place(b)))
    drive = way_of(driver, a, b, road=road, detour=detour)
    waits = way_of(passenger, p, q, role="passenger", seats=1)
    total = straight(place(a), place(p)) + straight(place(p), place(q)) + straight(place(q), place(b))
    within = total <= drive.reach
    anytime = {"flexibility": 12 * 3600}

    assert (drive.pk in found(drivers(wish(p, q, **anytime)))) == within
    assert (waits.pk in found(passengers(wish(a, b, reach=drive.reach, seats=3, **anytime)))) == within


@settings(max_examples=30, deadline=None)
@given(
    clock=st.integers(0, 86_399),
    asked=st.integers(0, 86_399),
    flexibility=st.integers(0, 3 * 3600),
    driver_flexibility=st.integers(0, 3 * 3600),
    day=st.sampled_from([-1, 0, 1]),
    weekly=st.booleans(),
)
def test_the_clocks_agree_also_across_midnight(clock, asked, flexibility, driver_flexibility, day, weekly):
    sets_out = MONDAY + timedelta(days=day)
    when = {"weekdays": 1 << sets_out.weekday()} if weekly else {"on": sets_out}
    drive = way_of(person_of(), clock=clock, flexibility=driver_flexibility, **when)
    to_pick_up = seconds_estimate(CIRCUITY * straight(place(FONSORBES), place(PLAISANCE)))
    off = abs(clock + day * 86_400 + round(to_pick_up) - asked)

    # Each example leaves its drive for the next.
    mine = [each for each in drivers(wish(clock=asked, flexibility=flexibility)) if each.way == drive.pk]

    if abs(off - flexibility - driver_flexibility) > 1:
        assert bool(mine) == (off < flexibility + driver_flexibility)
    assert all(each.day == sets_out for each in mine)


def test_the_least_detour_comes_first_and_says_when_it_passes():
    near, far = way_of(person_of()), way_of(person_of(), SAINT_LYS, TOULOUSE, detour=20_000)

    matches = drivers(wish(FONSORBES, TOULOUSE))

    assert [each.way for each in matches] == [near.pk, far.pk]
    assert (matches[0].detour, matches[0].pick_up) == (0, 8 * 3600)
    assert matches[1].pick_up == pytest.approx(
        8 * 3600 + seconds_estimate(road_estimate(straight(place(SAINT_LYS), place(FONSORBES)))), abs=1
    )


def test_a_weekly_drive_passes_on_its_days_while_it_lasts():
    drive = way_of(person_of(), weekdays=0b0010001, first_day=date(2026, 11, 1), last_day=date(2026, 12, 18))

    for day, there in ((MONDAY, True), (date(2026, 12, 1), False), (date(2026, 12, 18), True), (date(2026, 12, 21), False), (date(2026, 10, 26), False)):  # fmt: skip
        assert (drive.pk in found(drivers(wish(day=day)))) == there


def test_seats_count_and_what_is_closed_is_gone():
    drive = way_of(person_of(), seats=2)
    closed = way_of(person_of(), is_open=False)

    assert found(drivers(wish(seats=2))) == {drive.pk}
    assert found(drivers(wish(seats=3))) == set()
    assert closed.pk not in found(drivers(wish()))


def test_one_sees_the_drives_of_those_whom_one_may_know():
    touching("31187", "31499")
    here, next_door = person_of(), person_of("Zoé", lives_in="31499")
    for_fonsorbes = way_of(here, audience="commune")
    for_all = way_of(here)
    unverified = person_of("Max", verified=False)

    assert found(drivers(wish(), standing(person_of("Léa")))) == {for_fonsorbes.pk, for_all.pk}
    assert found(drivers(wish(), standing(next_door))) == {for_all.pk}
    assert found(drivers(wish(), standing(unverified))) == set()
    assert found(drivers(wish(), standing(here))) == set()


@pytest.mark.parametrize(
    ("read", "index"),
    [
        (
            "carpool_passage WHERE (patch, west) >= (1, -2147483648) AND patch <= 2 AND west <= 3",
            "Index Only Scan using passage_in_order",
        ),
        (
            "carpool_way WHERE is_open AND role = 'passenger' AND area <@ box(point(0, 0), point(1, 1))",
            "way_passengers",
        ),
        (
            "carpool_way WHERE is_open AND role = 'driver' AND area @> box(point(0, 0), point(1, 1))",
            "way_drivers_area",
        ),
    ],
)
def test_a_search_reads_its_index(read, index):
    with connection.cursor() as cursor:
        # Which pages the tests before have left is chance, and decides between a scan and a bitmap.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN SELECT FROM {read}")
        assert index in "\n".join(line for (line,) in cursor.fetchall())
