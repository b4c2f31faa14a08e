"""Regular trips: matched by hour, days and bounds, with the schedules that match."""

from datetime import date, datetime, timedelta

import pytest

from placette.carpool.models import Pause
from placette.carpool.standard import ids
from placette.carpool.tests.factories import FONSORBES, SAINT_LYS, TOULOUSE, shown_way_of
from placette.people.tests.factories import person_of

from .asking import EIGHT, PARIS, PartnerClient, journey_query, north

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
MON_TUE_FRI = 0b0010011
KINDS = {"driver": "driver_regular_trips", "passenger": "passenger_regular_trips"}


def trips(partner: PartnerClient, role: str = "driver", start=FONSORBES, end=TOULOUSE, **query) -> list[dict]:
    sent = journey_query(start, end, **{"departureTimeOfDay": "08:00:00"} | query)
    del sent["departureDate"]
    answer = partner.get(KINDS[role], **sent)
    assert answer.status_code == 200, answer.content
    return answer.json()


def days(found: list[dict]) -> list[str]:
    return [each["passengerPickupDay"] for trip in found for each in trip["schedules"]]


@pytest.mark.parametrize("role", KINDS)
def test_a_weekly_trip_is_found_with_its_days_and_dates(partner, role):
    way = shown_way_of(person_of(), role=role, weekdays=MON_TUE_FRI)

    (found,) = trips(partner, role)

    assert role in found
    assert days([found]) == ["MON", "TUE", "FRI"]
    monday = found["schedules"][0]
    assert monday["passengerPickupTimeOfDay"] == "08:00:00"
    assert monday["journeySchedules"][0]["passengerPickupDate"] == EIGHT
    assert monday["journeySchedules"][0]["id"] == ids.of_journey(role, way.pk, date(2026, 11, 30))
    assert len(monday["journeySchedules"]) == 4


def test_what_goes_once_is_no_regular_trip(partner):
    shown_way_of(person_of())

    assert trips(partner) == []


def test_asked_days_and_hours_count(partner):
    shown_way_of(person_of(), weekdays=MON_TUE_FRI)

    assert days(trips(partner, departureWeekdays="TUE,WED")) == ["TUE"]
    assert trips(partner, departureWeekdays="SUN") == []
    assert trips(partner, departureTimeOfDay="08:20:00") == []
    assert len(trips(partner, departureTimeOfDay="08:20:00", timeDelta=1200)) == 1
    assert len(trips(partner, departureTimeOfDay="08:14:59.999")) == 1


def test_days_may_be_repeated_as_a_form_does(partner):
    shown_way_of(person_of(), weekdays=MON_TUE_FRI)

    assert days(trips(partner, departureWeekdays=["MON", "FRI"])) == ["MON", "FRI"]


def test_a_pick_up_after_midnight_is_of_the_next_day(partner):
    shown_way_of(person_of(), SAINT_LYS, TOULOUSE, weekdays=1 << 6, clock=86_400 - 60)

    found = trips(partner, departureTimeOfDay="00:05:00")

    assert days(found) == ["MON"]
    assert trips(partner, departureTimeOfDay="00:05:00", departureWeekdays="SUN") == []
    assert days(trips(partner, departureTimeOfDay="23:59:00")) == ["MON"]


def test_bounds_are_included(partner):
    shown_way_of(person_of(), weekdays=1)
    week = 7 * 86_400

    (found,) = trips(partner, minDepartureDate=EIGHT + week, maxDepartureDate=EIGHT + 2 * week)

    dates = [each["passengerPickupDate"] for each in found["schedules"][0]["journeySchedules"]]
    assert dates == [EIGHT + week, EIGHT + 2 * week]
    assert trips(partner, minDepartureDate=EIGHT + 1, maxDepartureDate=EIGHT + week - 1) == []


def test_a_trip_that_is_over_or_rests_is_not_found(partner):
    over = shown_way_of(person_of(), weekdays=1, last_day=date(2026, 11, 24))
    rests = shown_way_of(person_of(), weekdays=1, last_day=date(2026, 12, 1))
    Pause.objects.create(way=rests, day=date(2026, 11, 30))

    assert trips(partner) == []
    assert over.last_day < rests.last_day


def test_the_hour_stays_when_the_clocks_change(partner):
    shown_way_of(person_of(), weekdays=1)
    before = round(datetime(2027, 3, 20, tzinfo=PARIS).timestamp())

    (found,) = trips(partner, minDepartureDate=before)

    moments = [
        datetime.fromtimestamp(each["passengerPickupDate"], PARIS)
        for each in found["schedules"][0]["journeySchedules"]
    ]
    assert {moment.hour for moment in moments} == {8}
    assert {moment.utcoffset() for moment in moments} == {timedelta(hours=1), timedelta(hours=2)}


def test_radii_and_count_are_honoured(partner):
    for metres in (0, 600, 1_600):
        shown_way_of(person_of(), north(FONSORBES, metres), TOULOUSE, role="passenger", weekdays=1)

    assert len(trips(partner, "passenger", departureRadius=0.3)) == 1
    assert len(trips(partner, "passenger")) == 2
    assert len(trips(partner, "passenger", departureRadius=2)) == 3
    assert len(trips(partner, "passenger", departureRadius=2, count=1)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"departureTimeOfDay": "8 h"}, {"departureTimeOfDay": "25:00:00"}, {"departureTimeOfDay": "08:00"},
        {"departureWeekdays": "LUN"}, {"departureWeekdays": ""}, {"minDepartureDate": "x"}, {"maxDepartureDate": -1},
        {"timeDelta": -1},
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("operation", KINDS.values())
def test_an_unreadable_question_is_told_so(partner, operation, wrong):
    answer = partner.get(operation, **journey_query(departureTimeOfDay="08:00:00") | wrong)

    assert answer.status_code == 400
    assert next(iter(wrong)) in answer.json()["error"]
