"""What a search finds is what one may see, on the days when it goes, with the seats that are free: SQL and Python agree."""

from datetime import date

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from placette.carpool import rules
from placette.carpool.actions.bookings import ask
from placette.carpool.actions.seats import Full, Taken, claim, free, taken_on
from placette.carpool.course import own_course
from placette.carpool.geometry import Point
from placette.carpool.models import Booking, Pause, Trip, Woman
from placette.carpool.queries import columns
from placette.carpool.queries.exact import drivers_by_road
from placette.carpool.queries.matching import Candidate, drivers, passengers
from placette.carpool.riding import End, span, terms
from placette.carpool.router.estimate import Estimator
from placette.people.audience import Audience
from placette.people.models import Membership, Role
from placette.people.tests.factories import commune_of, person_of, standing, touching

from .factories import FONSORBES, MONDAY, PLAISANCE, TOULOUSE, way_of
from .test_matching import found, wish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]

HERE, BESIDE, AFAR, ELSEWHERE = "31187", "31499", "31555", "75056"


def _communes() -> None:
    """One beside the other; a third of the same community; a fourth of another."""
    touching(HERE, BESIDE)
    commune_of(AFAR)
    commune_of(ELSEWHERE, community="200054781")


@settings(max_examples=60, deadline=None)
@given(
    audience=st.sampled_from(Audience.values),
    state=st.sampled_from(Trip.State.values),
    active=st.booleans(),
    lives_in=st.lists(
        st.tuples(st.sampled_from([HERE, BESIDE, AFAR, ELSEWHERE]), st.booleans()),
        max_size=2,
        unique_by=lambda each: each[0],
    ),
    works_for=st.sampled_from([None, HERE, BESIDE]),
    role=st.sampled_from(Trip.Role.values),
    stays=st.booleans(),
    women=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_a_search_shows_what_one_may_see(audience, state, active, lives_in, works_for, role, stays, women):
    _communes()
    author, reader = person_of(is_active=active), person_of(lives_in=None)
    for (code, verified), purpose in zip(lives_in, Membership.Purpose.values, strict=False):
        since = timezone.now() if verified else None
        Membership.objects.create(person=reader, commune_id=code, purpose=purpose, verified_at=since)
    if works_for:
        Role.objects.create(person=reader, name=Role.Name.OFFICER, commune=commune_of(works_for))
    way = way_of(author, audience=audience, role=role, seats=1)
    if not stays:
        author.memberships.update(verified_at=None)
    *said, women_only = women
    Woman.objects.bulk_create(
        Woman(person=person) for person, says in zip((author, reader), said, strict=True) if says
    )
    Trip.objects.filter(pk=way.trip_id).update(state=state, women_only=women_only)
    trip = Trip.objects.select_related("author", "commune").get(pk=way.trip_id)

    for each in (reader, author):
        seen = _search(role, standing(each))
        allowed = rules.may_see(standing(each), trip) and not rules.owns(standing(each), trip)
        assert (way.pk in seen) == allowed
        assert not allowed or not women_only or each != reader or said[1]


def _search(role: str, reader) -> set[int]:
    if role == Trip.Role.DRIVER:
        in_columns = columns.drivers(wish(), reader, 1_000)
        assert in_columns == drivers(wish(), reader)
        return found(in_columns)
    along = wish(FONSORBES, TOULOUSE, reach=60_000)
    in_columns = columns.passengers(along, reader, 1_000)
    assert in_columns == passengers(along, reader)
    return found(in_columns)


def test_a_weekly_way_rests_on_its_pauses():
    drive, asked = (
        way_of(person_of(), weekdays=31),
        way_of(person_of(), weekdays=31, role="passenger", seats=1),
    )
    Pause.objects.create(way=drive, day=date(2026, 12, 7))
    Pause.objects.create(way=asked, day=date(2026, 12, 7))

    for day, goes in ((MONDAY, True), (date(2026, 12, 7), False), (date(2026, 12, 8), True)):
        assert (drive.pk in found(drivers(wish(day=day)))) == goes
        along_it = wish(FONSORBES, TOULOUSE, day=day, reach=60_000)
        assert (asked.pk in found(passengers(along_it))) == goes


def test_a_pause_counts_on_the_day_on_which_the_driver_sets_out():
    night = way_of(person_of(), weekdays=127, clock=86_340, flexibility=0)
    after_midnight = wish(day=date(2026, 12, 8), clock=600)
    assert [each.day for each in drivers(after_midnight)] == [date(2026, 12, 7)]

    Pause.objects.create(way=night, day=date(2026, 12, 7))

    assert drivers(after_midnight) == []


@settings(max_examples=40, deadline=None)
@given(
    riders=st.lists(st.tuples(st.integers(0, 99), st.integers(1, 100), st.integers(1, 3)), max_size=5),
    at=st.tuples(st.floats(0, 0.9), st.floats(0.01, 0.1)),
    wanted=st.integers(1, 4),
)
def test_seats_are_those_that_are_free_on_that_part(riders, at, wanted):
    drive = way_of(person_of(), seats=4)
    length = own_course(drive).length
    for n, (start, more, seats) in enumerate(riders):
        part = length * start // 100, length * min(100, start + more) // 100
        try:
            claim(drive, MONDAY, Taken(f"booking:{n}", *part, seats))
        except Full:
            continue
    pick_up, drop_off = _between(at[0]), _between(min(1.0, at[0] + at[1]))
    boards, leaves = span(drive, pick_up, drop_off)
    left = free(taken_on(drive, MONDAY), drive.seats, boards, leaves)

    anybody = drivers_by_road(wish(pick_up, drop_off, seats=wanted, flexibility=6 * 3600), by=Estimator())
    mine = [each for each in anybody if each.way == drive.pk]

    assert [each.seats for each in mine] == ([left] if left >= wanted else [])


def _between(share: float) -> Point:
    (a, b), (c, d) = FONSORBES, TOULOUSE
    return a + share * (c - a), b + share * (d - b)


def test_a_full_car_leaves_its_place_in_the_list_to_the_next():
    full, other = way_of(person_of(), seats=1), way_of(person_of(), seats=1, start=PLAISANCE)
    claim(full, MONDAY, Taken("booking:1", 0, 100_000))

    assert found(drivers(wish(FONSORBES, TOULOUSE), most=1)) <= {other.pk}
    assert found(drivers(wish(day=MONDAY), most=1)) == {other.pk}


def test_seats_taken_on_one_day_are_free_on_the_next():
    drive = way_of(person_of(), seats=1, weekdays=31)
    claim(drive, MONDAY, Taken("booking:1", 0, 100_000))

    assert found(drivers(wish())) == set()
    assert [each.seats for each in drivers(wish(day=date(2026, 12, 1)))] == [1]


def test_a_request_that_has_its_driver_waits_no_more():
    driver, rider = person_of("Anne"), person_of("Paul")
    drive = way_of(driver)
    asked = way_of(rider, PLAISANCE, TOULOUSE, role="passenger", seats=1)
    along_it = wish(FONSORBES, TOULOUSE, reach=drive.reach, seats=3)
    assert found(passengers(along_it)) == {asked.pk}

    booking = _booked(drive, asked, driver, rider)
    assert found(passengers(along_it)) == {asked.pk}
    Booking.objects.filter(pk=booking.pk).update(state="accepted", decided_at=timezone.now())

    assert found(passengers(along_it)) == set()


def _booked(drive, asked, driver, rider):
    agreed = terms(drive, MONDAY, End("Plaisance", PLAISANCE), End("Toulouse", TOULOUSE))
    return ask(asked.trip, drive, driver, rider, agreed, wish=asked)


def test_a_candidate_says_what_it_is():
    drive = way_of(person_of(), seats=3)

    (each,) = drivers(wish(FONSORBES, TOULOUSE))

    crow = pytest.approx(18_900, rel=0.05)
    assert each == Candidate(drive.pk, MONDAY, 0.0, crow, 0.0, 0.0, 8 * 3600, 3)
