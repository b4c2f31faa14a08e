"""Who is shown to partners, and how little of her."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from placette.carpool.actions import seats
from placette.carpool.actions.seats import Taken
from placette.carpool.geometry import place, straight
from placette.carpool.models import Pause, Trip, Way
from placette.carpool.standard import ids
from placette.carpool.standard.rides import great_circle
from placette.carpool.tests.factories import (
    FONSORBES,
    MONDAY,
    PLAISANCE,
    SAINT_LYS,
    TOULOUSE,
    shown_way_of,
    way_of,
)
from placette.people.models import Membership, Person
from placette.people.tests.factories import person_of

from .asking import EIGHT, PartnerClient, journey_query, north

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
KINDS = {"driver": "driver_journeys", "passenger": "passenger_journeys"}


def test_a_drive_is_found_with_all_that_the_standard_requires(partner):
    drive = shown_way_of(person_of("Apolline", "Quéré"), seats=3)

    (found,) = partner.journeys("driver_journeys")

    assert found["type"] == "PLANNED"
    assert found["driver"]["alias"] == "A.Q."
    assert found["operator"] == found["driver"]["operator"] == "127.0.0.1"
    assert (found["passengerPickupLat"], found["passengerPickupLng"]) == FONSORBES
    assert found["availableSeats"] == 3
    assert found["price"]["type"] == "PAYING"
    assert found["id"] == ids.of_journey("driver", drive.pk, MONDAY)
    for name in ("passengerPickupDate", "driverDepartureDate", "duration", "distance", "availableSeats"):
        assert isinstance(found[name], int), name


def test_a_request_is_found_at_its_own_ends(partner):
    shown_way_of(person_of(), role="passenger", seats=2)

    (found,) = partner.journeys("passenger_journeys")

    assert found["requestedSeats"] == 2
    assert found["passengerPickupDate"] == EIGHT
    assert found["driverDepartureDate"] <= EIGHT
    assert "passenger" in found
    assert "driver" not in found


def test_neither_a_name_nor_a_door_is_shown(partner):
    apolline = person_of("Apolline", "Quéré")
    shown_way_of(apolline)
    shown_way_of(apolline, role="passenger", start_name="12 rue des Lilas")

    drive = partner.journeys("driver_journeys", PLAISANCE, timeDelta=3600)
    request = partner.journeys("passenger_journeys")
    answered = json.dumps([drive, request])

    assert len(drive) == len(request) == 1
    for secret in ("Apolline", "Quéré", "Lilas", "Ici", apolline.email):
        assert secret not in answered
    assert _point(drive[0], "driverDeparture") == _point(request[0], "passengerPickup")
    assert 0 < great_circle(FONSORBES, _point(request[0], "passengerPickup")) < 250


def test_what_is_asked_by_many_questions_tells_no_door(partner):
    """Two drivers in one cell look the same, to the second, from wherever one asks."""
    one, other = shown_way_of(person_of()), shown_way_of(person_of(), north(FONSORBES, 60))

    for asked in (PLAISANCE, SAINT_LYS, north(FONSORBES, 3_000)):
        times = {
            each["passengerPickupDate"] for each in partner.journeys("driver_journeys", asked, timeDelta=3600)
        }
        assert len(times) == 1
    assert one.start != other.start


@pytest.mark.parametrize("role", KINDS)
@pytest.mark.parametrize(
    "hidden",
    [
        lambda way: Trip.objects.update(shown_to_partners=False),
        lambda way: Trip.objects.update(state=Trip.State.PAUSED),
        lambda way: Way.objects.update(is_open=False),
        lambda way: Person.objects.update(is_active=False),
        lambda way: Membership.objects.update(verified_at=None),
    ],
    ids=["not shown", "paused", "closed", "left", "not verified"],
)
def test_only_what_its_verified_author_shows_is_found(partner, role, hidden):
    way = shown_way_of(person_of(), role=role)
    assert len(partner.journeys(KINDS[role])) == 1

    hidden(way)

    assert partner.journeys(KINDS[role]) == []


def test_full_cars_paused_days_and_requests_that_are_met_are_not_found(partner):
    drive = shown_way_of(person_of(), seats=1, weekdays=0b11111)
    request = shown_way_of(person_of("Léa"), role="passenger")
    met = PartnerClient("autre.example").booked(request)
    type(met).objects.update(state="CONFIRMED", decided_at=timezone.now())
    seats.claim(drive, MONDAY, Taken("booking:1", 0, 100_000))
    Pause.objects.create(way=drive, day=MONDAY + timedelta(days=1))

    found = [partner.journeys("driver_journeys", departureDate=EIGHT + day * 86_400) for day in range(3)]

    assert [len(each) for each in found] == [0, 0, 1]
    assert partner.journeys("passenger_journeys") == []


def test_a_seat_that_is_free_on_this_part_of_the_way_counts(partner):
    drive = shown_way_of(person_of(), seats=1)
    whole = round(straight(place(drive.start), place(drive.end)))
    seats.claim(drive, MONDAY, Taken("booking:1", whole * 3 // 4, whole))

    near = partner.journeys("driver_journeys", FONSORBES, PLAISANCE)
    far = partner.journeys("driver_journeys", FONSORBES, TOULOUSE)

    assert [each["availableSeats"] for each in near] == [1]
    assert far == []


def test_an_answer_is_json_and_names_no_neighbour_who_shows_nothing(partner):
    way_of(person_of())

    answer = partner.get("driver_journeys", **journey_query())

    assert answer["Content-Type"].startswith("application/json")
    assert answer.json() == []


def _point(found: dict, end: str) -> tuple[float, float]:
    return found[f"{end}Lat"], found[f"{end}Lng"]
