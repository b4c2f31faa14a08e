"""What partners find: what the standard says of radii, hours, days and count; who is shown, and how little of her."""

import json
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

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

from .asking import EIGHT, PARIS, PartnerClient, journey_query, north

pytestmark = pytest.mark.django_db
KINDS = {"driver": "driver_journeys", "passenger": "passenger_journeys"}


@pytest.fixture(autouse=True)
def _a_november_day():
    with time_machine.travel("2026-11-25T12:00Z", tick=False):
        yield


@pytest.fixture
def partner() -> PartnerClient:
    return PartnerClient()


def ways(found: list[dict]) -> list[int]:
    return [ids.journey(each["id"]).way for each in found]


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


@settings(max_examples=40, deadline=None)
@given(
    role=st.sampled_from(["driver", "passenger"]),
    off_start=st.integers(0, 4_000),
    off_end=st.integers(0, 4_000),
    start_radius=st.floats(0, 5),
    end_radius=st.floats(0, 5),
    detour=st.sampled_from([0, 2_000]),
    clock=st.integers(7 * 3600, 9 * 3600),
    within=st.integers(0, 7_200),
)
def test_radii_and_hours_are_really_honoured(
    role, off_start, off_end, start_radius, end_radius, detour, clock, within
):
    """Each one that is found lies within; each whose shown ends lie within is found."""
    Trip.objects.all().delete()
    shown_way_of(person_of(), role=role, clock=clock, detour=detour)
    start, end = north(FONSORBES, off_start), north(TOULOUSE, -off_end)
    query = {"departureRadius": start_radius, "arrivalRadius": end_radius, "timeDelta": within}

    found = PartnerClient().journeys(KINDS[role], start, end, **query)

    for each in found:
        assert great_circle(start, _point(each, "passengerPickup")) <= start_radius * 1_010
        assert great_circle(end, _point(each, "passengerDrop")) <= end_radius * 1_010
        assert abs(each["passengerPickupDate"] - EIGHT) <= within
    surely = off_start + 250 < start_radius * 1_000 and off_end + 250 < end_radius * 1_000
    if surely and abs(clock - 8 * 3600) + 600 < within:
        assert len(found) == 1


def test_a_driver_who_passes_picks_up_at_the_asked_point_when_she_comes_by(partner):
    shown_way_of(person_of(), SAINT_LYS, TOULOUSE)

    (found,) = partner.journeys("driver_journeys", departureRadius=0, arrivalRadius=0, timeDelta=1800)

    assert _point(found, "passengerPickup") == FONSORBES
    assert _point(found, "passengerDrop") == TOULOUSE
    assert found["passengerPickupDate"] - found["driverDepartureDate"] > 300
    assert found["departureToPickupWalkingDistance"] == 0


def test_the_default_is_a_quarter_of_an_hour_and_a_kilometre(partner):
    shown_way_of(person_of(), role="passenger", clock=8 * 3600 + 900)
    shown_way_of(person_of(), role="passenger", clock=8 * 3600 + 901)
    shown_way_of(person_of(), north(FONSORBES, 1_500), TOULOUSE, role="passenger")

    assert len(partner.journeys("passenger_journeys")) == 1
    assert len(partner.journeys("passenger_journeys", timeDelta=901)) == 2
    assert len(partner.journeys("passenger_journeys", timeDelta=901, departureRadius=2)) == 3


def test_the_most_relevant_come_first_and_no_more_than_counted(partner):
    far = shown_way_of(person_of(), SAINT_LYS, TOULOUSE, detour=20_000)
    near = shown_way_of(person_of())
    late = shown_way_of(person_of(), clock=8 * 3600 + 600)

    everyone = partner.journeys("driver_journeys", timeDelta=3600)

    assert ways(everyone) == [near.pk, late.pk, far.pk]
    assert ways(partner.journeys("driver_journeys", timeDelta=3600, count=2)) == [near.pk, late.pk]
    assert partner.journeys("driver_journeys", timeDelta=3600, count=0) == []
    assert len({each["id"] for each in everyone}) == 3


def test_a_wide_hour_finds_each_day_of_a_weekly_drive(partner):
    shown_way_of(person_of(), weekdays=0b0011111)

    found = partner.journeys("driver_journeys", timeDelta=3 * 86_400)

    days = sorted(ids.journey(each["id"]).day for each in found)
    assert days == [date(2026, 11, 27), MONDAY, date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 3)]


def test_who_is_picked_up_after_midnight_sits_with_who_left_the_evening_before(partner):
    shown_way_of(person_of(), SAINT_LYS, TOULOUSE, clock=23 * 3600 + 58 * 60, on=date(2026, 11, 29))
    midnight = round(datetime(2026, 11, 30, 0, 5, tzinfo=PARIS).timestamp())

    (found,) = partner.journeys("driver_journeys", departureDate=midnight)

    assert found["passengerPickupDate"] > midnight - 300
    assert ids.journey(found["id"]).day == date(2026, 11, 29)


@pytest.mark.parametrize(("day", "hours"), [(date(2027, 3, 28), 7), (date(2027, 10, 31), 9)])
def test_eight_o_clock_is_eight_on_the_days_that_lose_or_gain_an_hour(partner, day, hours):
    shown_way_of(person_of(), clock=8 * 3600, on=day)
    midnight = datetime(day.year, day.month, day.day, tzinfo=PARIS).timestamp()

    (found,) = partner.journeys("driver_journeys", departureDate=round(midnight) + hours * 3600)

    assert found["passengerPickupDate"] == round(midnight) + hours * 3600


def test_a_drive_overseas_goes_by_its_own_clocks(partner):
    fort_de_france, lamentin = (14.61, -61.06), (14.62, -61.0)
    shown_way_of(person_of(lives_in="97209"), fort_de_france, lamentin, clock=7 * 3600)
    seven_there = round(datetime(2026, 11, 30, 11, tzinfo=timezone.get_fixed_timezone(0)).timestamp())

    found = partner.journeys("driver_journeys", fort_de_france, lamentin, departureDate=seven_there)

    assert [each["passengerPickupDate"] for each in found] == [seven_there]


def test_what_is_past_is_not_found(partner):
    shown_way_of(person_of(), on=date(2026, 11, 24))

    assert partner.journeys("driver_journeys", departureDate=EIGHT - 6 * 86_400, timeDelta=3600) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"departureLat": 91}, {"departureLat": "nan"}, {"departureLng": -181}, {"arrivalLat": ""},
        {"departureDate": "demain"}, {"departureDate": -1}, {"departureDate": 10**30}, {"timeDelta": -1},
        {"departureRadius": -1}, {"arrivalRadius": "inf"}, {"count": -1}, {"count": "x"},
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("operation", KINDS.values())
def test_an_unreadable_question_is_told_so(partner, operation, wrong):
    answer = partner.get(operation, **journey_query() | wrong)

    assert answer.status_code == 400
    assert next(iter(wrong)) in answer.json()["error"]


def test_absurd_but_legal_values_are_answered(partner):
    shown_way_of(person_of())

    for query in ({"departureRadius": 1e300, "arrivalRadius": 1e9}, {"timeDelta": 10**15}, {"count": 10**20}):
        assert len(partner.journeys("driver_journeys", **query)) == 1
    assert partner.journeys("driver_journeys", (90, 180), (-90, -180)) == []


def test_an_answer_is_json_and_names_no_neighbour_who_shows_nothing(partner):
    way_of(person_of())

    answer = partner.get("driver_journeys", **journey_query())

    assert answer["Content-Type"].startswith("application/json")
    assert answer.json() == []


def test_a_search_costs_the_same_whatever_it_finds(partner, django_assert_max_num_queries):
    for _ in range(20):
        shown_way_of(person_of())

    # Its key, two limits at most with their sweep, the ways, their trips, pauses, seats.
    with django_assert_max_num_queries(8):
        assert len(partner.journeys("driver_journeys")) == 20


def _point(found: dict, end: str) -> tuple[float, float]:
    return found[f"{end}Lat"], found[f"{end}Lng"]
