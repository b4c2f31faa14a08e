"""What a person's rides add up to."""

import pytest

from placette.carpool.queries.totals import Total, Totals, of_person
from placette.people.tests.factories import person_of

from .factories import way_of
from .rides import ride_of

pytestmark = pytest.mark.django_db


def test_a_driver_and_her_passenger_each_have_their_own_total(django_assert_num_queries):
    driver, passenger = person_of(), person_of("Paul")
    way = way_of(driver, road=20_000)
    ride_of(way, passenger, share_cents=150, detour=1_000, would_have_driven=True)

    with django_assert_num_queries(2):
        hers = of_person(driver)

    carbon = {"rides": 1, "metres": 20_000, "co2_grams_low": 2_212 - 143, "co2_grams_high": 2_846 - 111}
    assert hers == Totals(driving=Total(cents=140, **carbon))
    assert of_person(passenger) == Totals(riding=Total(cents=50, **carbon))


@pytest.mark.parametrize("state", ["asked", "accepted", "declined", "cancelled", "failed"])
def test_only_rides_that_took_place_count(state):
    driver = person_of()
    ride_of(way_of(driver), person_of("Paul"), state=state)

    assert of_person(driver) == Totals()


def test_rides_of_others_are_not_hers_and_rides_add_up():
    driver, passenger = person_of(), person_of("Paul")
    way = way_of(driver, road=10_000)
    ride_of(way, passenger)
    ride_of(way, person_of("Ali"))

    assert of_person(driver).driving.rides == 2
    assert of_person(driver).driving.metres == 20_000
    assert of_person(passenger).riding.rides == 1
    assert of_person(person_of("Zoé")) == Totals()
