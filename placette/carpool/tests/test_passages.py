"""What a search of drives reads is what their ways, trips and authors are, whatever happens to them, in whatever order."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from time import sleep

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from placette.carpool import rules
from placette.carpool.actions import pauses, trips
from placette.carpool.actions.passages import mend
from placette.carpool.actions.seats import Taken, claim
from placette.carpool.actions.steps import locked, locked_trip
from placette.carpool.geometry import flat, place, straight
from placette.carpool.models import Passage, Pause, Trip, Way
from placette.carpool.queries.matching import drivers
from placette.carpool.queries.passages import WRONG
from placette.carpool.queries.patches import stretches
from placette.people.actions import trust
from placette.people.models import Membership, Person
from placette.people.tests.factories import commune_of, person_of
from placette.places.merging import merge

from .factories import FONSORBES, MONDAY, SAINT_LYS, way_of
from .test_matching import found, points_around, wish

CHANGES = {
    "close": lambda way: Way.objects.filter(pk=way.pk).update(is_open=False),
    "open": lambda way: Way.objects.filter(pk=way.pk).update(is_open=True),
    "move": lambda way: Way.objects.filter(pk=way.pk).update(end_latitude=44.0, clock=0, reach=90_000),
    "pause trip": lambda way: Trip.objects.filter(pk=way.trip_id).update(state=Trip.State.PAUSED),
    "open trip": lambda way: Trip.objects.filter(pk=way.trip_id).update(state=Trip.State.OPEN),
    "women": lambda way: Trip.objects.filter(pk=way.trip_id).update(women_only=True),
    "leave": lambda way: Membership.objects.filter(person=way.trip.author_id).delete(),
    "doubt": lambda way: Membership.objects.filter(person=way.trip.author_id).update(verified_at=None),
    "verify": lambda way: Membership.objects.filter(person=way.trip.author_id).update(
        verified_at=timezone.now()
    ),
    "rest": lambda way: Person.objects.filter(pk=way.trip.author_id).update(is_active=False),
    "return": lambda way: Person.objects.filter(pk=way.trip.author_id).update(is_active=True),
    "left out": lambda way: Pause.objects.get_or_create(way=way, day=MONDAY),
    "seat": lambda way: claim(way, MONDAY + timedelta(days=7), Taken("booking:1", 0, 10)),
    "hand over": lambda way: Trip.objects.filter(pk=way.trip_id).update(author=person_of()),
    "delete": lambda way: Way.objects.filter(pk=way.pk, pauses=None).delete(),
}


@pytest.mark.django_db
@settings(max_examples=25, deadline=None)
@given(
    around=points_around(),
    role=st.sampled_from(Trip.Role.values),
    changes=st.lists(st.sampled_from(sorted(CHANGES)), max_size=6),
)
def test_a_passage_is_what_its_way_is(around, role, changes):
    way = way_of(person_of("Anne"), *around[:2], role=role)
    for each in changes:
        if Way.objects.filter(pk=way.pk).exists():
            CHANGES[each](way)

    with connection.cursor() as cursor:
        cursor.execute(WRONG)
        assert cursor.fetchall() == []
    way = Way.objects.filter(pk=way.pk).first() or way
    passage, trip = Passage.objects.filter(way=way.pk).first(), Trip.objects.get(pk=way.trip_id)
    if passage:
        stands = trip.state == Trip.State.OPEN and trip.author.is_active
        assert passage.stands == (stands and rules.lives_there(trip.author, trip.commune_id))
        assert passage.has_days >= (Pause.objects.filter(way=way.pk).exists() or "seat" in changes)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None)
@given(around=points_around(), reach=st.integers(0, 2_000_000))
def test_every_drive_that_may_pass_is_in_a_patch_that_is_read(around, reach):
    a, b, p, q = around
    drive = way_of(person_of("Anne"), a, b)
    Way.objects.filter(pk=drive.pk).update(reach=reach)
    passage = Passage.objects.get(way=drive)

    sum_of_lines = sum(straight(place(x), place(y)) for x, y in ((a, p), (p, q), (q, b)))
    read = any(
        first <= passage.patch <= last for first, last in zip(*stretches(place(p), place(q)), strict=True)
    )

    assert read or sum_of_lines > reach
    if sum_of_lines <= reach:
        for east, north in (flat(place(p)), flat(place(q))):
            assert passage.west <= east <= passage.east
            assert passage.south <= north <= passage.north


@pytest.mark.django_db
def test_a_way_without_length_and_one_round_the_earth_are_kept_too():
    nowhere, far = way_of(person_of(), SAINT_LYS, SAINT_LYS), way_of(person_of(), detour=40_000_000)
    Way.objects.filter(pk=nowhere.pk).update(reach=0)

    assert nowhere.pk in found(drivers(wish(SAINT_LYS, SAINT_LYS, flexibility=43_200)))
    first, last = (each[-1] for each in stretches(place((14.6, -61.0)), place((-21.1, 55.5))))
    assert first <= Passage.objects.get(way=far).patch <= last


@pytest.mark.django_db(transaction=True)
def test_who_leaves_while_she_posts_is_not_found():
    author = person_of()
    begun = way_of(author)

    def leave() -> None:
        try:
            Membership.objects.filter(person=author).delete()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            posted = way_of(author, FONSORBES)
            gone = other.submit(leave)
            _until_it_waits()
        gone.result(timeout=20)

    assert list(Passage.objects.order_by("way").values_list("way", "stands")) == [
        (begun.pk, False),
        (posted.pk, False),
    ]


def _hold_then(hold, other, then) -> None:
    """One transaction holds, another begins and waits for it, the first goes on: neither stops the other."""

    def begin() -> None:
        try:
            other()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            hold()
            begun = pool.submit(begin)
            _until_it_waits()
            then()
        begun.result(timeout=20)
    with connection.cursor() as cursor:
        cursor.execute(WRONG)
        assert cursor.fetchall() == []


def _changed(way: Way, **fields) -> None:
    Way.objects.filter(pk=way.pk).update(**fields)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [trips.pause, trips.close, trips.resume])
@pytest.mark.parametrize("goes_on", ["a seat", "a road"])
def test_who_says_yes_or_measures_a_road_does_not_stop_who_pauses(act, goes_on):
    way = way_of(person_of())
    then = {
        "a seat": lambda: claim(way, MONDAY, Taken("booking:1", 0, 10)),
        "a road": lambda: _changed(way, reach=90_000),
    }

    _hold_then(lambda: locked(way), lambda: act(way.trip), then[goes_on])

    assert Passage.objects.filter(way=way, stands=True).exists() == (act == trips.resume)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "verify",
    [
        lambda member: trust.confirm(member, person_of("Mairie")),
        lambda member: trust.vouch(member, person_of("Voisine")),
        lambda member: trust.redeem_code(
            member, trust.issue_code(member.commune, "1 rue", person_of("Mairie"))
        ),
    ],
)
def test_who_is_verified_while_she_leaves_stops_nobody(verify):
    author = person_of()
    way_of(author)
    member = Membership.objects.get(person=author)

    def prove() -> None:
        with suppress(Membership.DoesNotExist, trust.Refusal):
            verify(member)

    _hold_then(lambda: Person.objects.select_for_update(no_key=True).get(pk=author.pk), prove, member.delete)

    assert not Passage.objects.filter(stands=True).exists()


@pytest.mark.django_db(transaction=True)
def test_the_night_and_a_merger_wait_for_who_changes_a_trip():
    way = way_of(person_of(), weekdays=31)
    Trip.objects.update(rests_with_zone="C")
    Pause.objects.create(way=way, day=MONDAY)

    def goes_on() -> None:
        Trip.objects.filter(pk=way.trip_id).update(women_only=True)
        _changed(way, reach=90_000)
        pauses.rest(way, MONDAY)

    _hold_then(lambda: locked_trip(way.trip_id) and locked(way), lambda: pauses.rest_all(MONDAY), goes_on)
    Trip.objects.update(women_only=False)
    gone, current = way.commune, commune_of("31433")
    _hold_then(lambda: locked_trip(way.trip_id) and locked(way), lambda: merge(gone, current), goes_on)

    assert Passage.objects.get(way=way).commune == current.pk


@pytest.mark.django_db
def test_what_changes_nothing_writes_nothing_and_the_night_forgets_days_that_are_over():
    way = way_of(person_of())
    Pause.objects.create(way=way, day=MONDAY)
    pauses.rest_all(MONDAY + timedelta(days=2))
    assert Passage.objects.get(way=way).has_days

    pauses.rest_all(MONDAY + timedelta(days=3))
    assert not Passage.objects.get(way=way).has_days

    written = _versions()
    _changed(way, road=12, source="osrm", clock=way.clock)
    Membership.objects.update(purpose=Membership.Purpose.WORK)
    assert _versions() == written


@pytest.mark.django_db
def test_passages_that_were_lost_or_left_behind_are_made_anew():
    lost, moved, closed, well = (way_of(person_of()) for _ in range(4))
    ghost = Passage.objects.get(way=closed)
    Passage.objects.filter(way=lost).delete()
    Passage.objects.filter(way=moved).update(stands=False, clock=0)
    _changed(closed, is_open=False)
    ghost.save(force_insert=True)

    assert (mend(), mend()) == (3, 0)
    assert set(Passage.objects.values_list("way", flat=True)) == {lost.pk, moved.pk, well.pk}


@pytest.mark.django_db(transaction=True)
def test_a_way_before_its_trip_is_refused_in_words():
    way = way_of(person_of())
    way.pk, way.trip_id = None, 10**9
    with pytest.raises(IntegrityError, match="a way is written after its trip"):
        way.save(force_insert=True)


def _versions() -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text FROM carpool_passage")
        return cursor.fetchall()


def _until_it_waits() -> None:
    """For a row that this transaction holds."""
    with connection.cursor() as cursor:
        for _ in range(2_000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
            if cursor.fetchone()[0]:
                return
            sleep(0.01)
    raise AssertionError("nobody waits")
