"""What partners find: as the standard has it of radii, hours, days and count."""

from datetime import date, datetime

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from placette.carpool.geometry import place, road_estimate, seconds_estimate
from placette.carpool.geometry import straight as crow
from placette.carpool.models import Trip
from placette.carpool.standard import ids
from placette.carpool.standard.rides import great_circle
from placette.carpool.tests.factories import (
    FONSORBES,
    MONDAY,
    PLAISANCE,
    SAINT_LYS,
    TOULOUSE,
    shown_way_of,
)
from placette.people.tests.factories import person_of

from .asking import EIGHT, PARIS, PartnerClient, journey_query, north

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
KINDS = {"driver": "driver_journeys", "passenger": "passenger_journeys"}


def ways(found: list[dict]) -> list[int]:
    return [ids.journey(each["id"]).way for each in found]


def test_who_passes_places_of_her_own_is_found_at_each_of_them_by_the_time_she_is_there():
    straight = shown_way_of(person_of(), detour=0)
    bent = shown_way_of(person_of("Karim"), stops=[SAINT_LYS], detour=0)
    partner = PartnerClient()
    there = 8 * 3600 + round(seconds_estimate(road_estimate(crow(place(FONSORBES), place(SAINT_LYS)))))

    found = partner.journeys("driver_journeys", SAINT_LYS, TOULOUSE, timeDelta=3_600)
    backwards = partner.journeys("driver_journeys", SAINT_LYS, FONSORBES, timeDelta=3_600)
    both = partner.journeys("driver_journeys", FONSORBES, TOULOUSE)
    late = partner.journeys("driver_journeys", PLAISANCE, TOULOUSE, timeDelta=3_600)

    assert ways(found) == [bent.pk]
    at = datetime.fromtimestamp(found[0]["passengerPickupDate"], PARIS)
    assert abs(at.hour * 3600 + at.minute * 60 - there) <= 120
    assert found[0]["driverDepartureDate"] == EIGHT
    assert (found[0]["passengerPickupLat"], found[0]["passengerPickupLng"]) == SAINT_LYS
    # She drives back by where she started: somebody rides along from Saint-Lys without any detour.
    assert ways(backwards) == [bent.pk]
    assert set(ways(both)) == {straight.pk, bent.pk}
    hours = {ids.journey(each["id"]).way: each["passengerPickupDate"] for each in late}
    assert hours[bent.pk] > hours[straight.pk] + 600


def test_however_wide_the_radii_who_passes_is_met_where_she_was_asked_for(partner):
    bent = shown_way_of(person_of(), stops=[SAINT_LYS])

    (found,) = partner.journeys(
        "driver_journeys", SAINT_LYS, TOULOUSE, departureRadius=10, arrivalRadius=10, timeDelta=3_600
    )

    assert ids.journey(found["id"]).way == bent.pk
    assert _point(found, "passengerPickup") == SAINT_LYS
    assert found["passengerPickupDate"] > EIGHT
    assert found["departureToPickupWalkingDistance"] == 0


def test_a_partner_books_from_a_place_that_she_passes():
    bent = shown_way_of(person_of(), stops=[SAINT_LYS], seats=1)
    partner = PartnerClient()
    (journey,) = partner.journeys("driver_journeys", SAINT_LYS, TOULOUSE, timeDelta=3_600)

    sent = {name: journey[name] for name in journey if name.startswith("passenger")}
    booking = partner.booked(bent, **sent | {"price": {"type": "FREE"}})

    assert booking.boards_after > 0
    assert booking.pick_up_at.timestamp() == journey["passengerPickupDate"]


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


def test_a_search_costs_the_same_whatever_it_finds(partner, django_assert_max_num_queries):
    for _ in range(20):
        shown_way_of(person_of())

    # Its key, two limits at most with their sweep, the ways, their trips, pauses, seats.
    with django_assert_max_num_queries(8):
        assert len(partner.journeys("driver_journeys")) == 20


def _point(found: dict, end: str) -> tuple[float, float]:
    return found[f"{end}Lat"], found[f"{end}Lng"]
