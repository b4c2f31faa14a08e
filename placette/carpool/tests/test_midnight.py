"""Who is picked up after midnight sits with a driver of the evening before: her request is settled for its own day."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from placette.carpool import occurrences
from placette.carpool.actions import bookings
from placette.carpool.actions.changing import change
from placette.carpool.actions.offering import offer_to
from placette.carpool.actions.ways import Direction
from placette.carpool.models import Booking, Way
from placette.carpool.queries import columns
from placette.carpool.queries.matching import passengers
from placette.carpool.riding import End
from placette.carpool.standard.queries import settled
from placette.people.tests.factories import person_of, standing

from .factories import FONSORBES, MONDAY, PLAISANCE, TOULOUSE, way_of
from .test_matching import found, wish

pytestmark = pytest.mark.django_db
SUNDAY, TUESDAY = MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _thursday_morning():
    with time_machine.travel("2026-11-26T08:00:00+00:00", tick=False):
        yield


def looked_for(day) -> list[set[int]]:
    """By a driver at a quarter to midnight the evening before, from both engines."""
    along_it = wish(FONSORBES, TOULOUSE, day=day, clock=300, flexibility=1_800, reach=60_000, seats=3)
    return [found(passengers(along_it)), found(columns.passengers(along_it, None, 1_000))]


@pytest.mark.parametrize("when", [{"on": MONDAY}, {"weekdays": 0b1111111}])
def test_it_is_looked_for_no_more_on_its_day_and_still_on_the_others(when):
    jeanne, karim = person_of("Jeanne"), person_of("Karim")
    way_of(karim, on=SUNDAY, clock=86_400 - 600, flexibility=1_800)
    made = way_of(
        jeanne, PLAISANCE, TOULOUSE, role="passenger", seats=1, clock=300, flexibility=1_800, **when
    )
    asked = Way.objects.select_related("trip__author").get(pk=made.pk)
    weekly = {asked.pk} if "weekdays" in when else set()
    assert looked_for(MONDAY) == [{asked.pk}, {asked.pk}]

    booking = offer_to(asked, MONDAY, karim, standing(karim))
    bookings.accept(booking, jeanne)

    booking = Booking.objects.get(pk=booking.pk)
    assert (booking.day, booking.wish_day) == (SUNDAY, MONDAY)
    assert looked_for(MONDAY) == [set(), set()]
    assert looked_for(SUNDAY) == looked_for(TUESDAY) == [weekly, weekly]
    assert settled([asked.pk]) == {(asked.pk, MONDAY)}


def test_a_request_before_midnight_may_change_once_somebody_comes_by_after_it():
    jeanne, karim = person_of("Jeanne"), person_of("Karim")
    late = way_of(
        jeanne, PLAISANCE, TOULOUSE, role="passenger", seats=1, clock=86_400 - 600, flexibility=1_800
    )
    asked = Way.objects.select_related("trip__author").get(pk=late.pk)
    way_of(karim, clock=86_400 - 300, flexibility=1_800)
    booking = offer_to(asked, MONDAY, karim, standing(karim))
    assert timezone.localdate(booking.pick_up_at, asked.trip.zone) == TUESDAY

    same = Direction(
        End("Ici", asked.start), End("Là-bas", asked.end), asked.clock, asked.flexibility, on=MONDAY
    )
    change(asked.trip, [same], seats=1, detour=None, note="Avec un vélo pliant")

    asked.trip.refresh_from_db()
    assert asked.trip.note == "Avec un vélo pliant"


def test_the_nearest_day_is_by_the_clocks_of_the_request():
    way = way_of(person_of(), role="passenger", clock=86_400 - 300)
    at = datetime.combine(MONDAY, time(23, 50), way.trip.zone)

    assert occurrences.day_nearest(way, at) == MONDAY
    assert occurrences.day_nearest(way, at + timedelta(minutes=30)) == MONDAY
    assert occurrences.day_nearest(way, at - timedelta(hours=20)) == SUNDAY
