"""Shares of rides as they are agreed in the database."""

import pytest

from placette.carpool.costs.agreed import allowed, drive_of, proposed
from placette.carpool.costs.scale import UNKNOWN
from placette.carpool.costs.shares import cap
from placette.carpool.models import Car
from placette.people.tests.factories import person_of

from .factories import MONDAY, way_of
from .rides import ride_of

pytestmark = pytest.mark.django_db


def test_a_drive_takes_the_car_of_its_driver_and_the_tolls_of_the_way():
    way = way_of(person_of(), road=20_000, tolls_cents=200)
    assert drive_of(way, MONDAY).engine.power == UNKNOWN

    Car.objects.create(person=way.trip.author, power=5)

    assert cap(drive_of(way, MONDAY), 1) == 736


def test_what_others_agreed_to_is_counted_and_what_they_only_ask_is_not(django_assert_num_queries):
    way = way_of(person_of(), road=20_000)
    Car.objects.create(person=way.trip.author, power=5)
    length = drive_of(way, MONDAY).length
    first = ride_of(way, person_of("Paul"), state="accepted", share_cents=600)
    ride_of(way, person_of("Ali"), state="asked", share_cents=200)
    ride_of(way, person_of("Zoé"), state="cancelled", share_cents=200)

    with django_assert_num_queries(2):
        assert allowed(way, MONDAY, 0, length, 1) == 848 - 600
    assert allowed(way, MONDAY, 0, length, 1, but=first) == 636


def test_what_is_suggested_is_proposed_as_far_as_it_is_allowed():
    way = way_of(person_of(), road=20_000)
    length = drive_of(way, MONDAY).length
    assert proposed(way, MONDAY, 0, length, 20_000, 2) == 400

    ride_of(way, person_of("Paul"), state="accepted", share_cents=529)

    assert proposed(way, MONDAY, 0, length, 20_000, 1) == 176  # of 10.58 €, two thirds less 5.29 €
