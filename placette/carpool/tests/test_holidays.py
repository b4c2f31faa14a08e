"""On which days a weekly trip rests."""

from datetime import date

import pytest

from placette.carpool.actions.pauses import rest, rest_all
from placette.carpool.holidays import ZONE_OF, ZONES, days_off, known_until, zone_of
from placette.carpool.models import Pause
from placette.people.tests.factories import person_of

from .factories import way_of
from .rides import ride_of

TODAY = date(2026, 12, 1)
MONDAYS = 0b0000001


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("31187", "C"), ("69123", "A"), ("13055", "B"), ("67482", "alsace"), ("57463", "moselle"), ("2A004", "corse"),
        ("97411", "974"), ("98818", "988"), ("99999", ""),
    ],
)  # fmt: skip
def test_each_commune_has_the_zone_of_its_academy(code, zone):
    assert zone_of(code) == zone


def test_every_department_of_the_mainland_has_one_zone():
    mainland = {f"{n:02}" for n in range(1, 96)} - {"20"} | {"2A", "2B"}
    assert set(ZONE_OF) == mainland


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("A", date(2027, 2, 13), date(2027, 2, 28)),
        ("B", date(2027, 2, 20), date(2027, 3, 7)),
        ("C", date(2027, 2, 6), date(2027, 2, 21)),
        ("C", date(2026, 12, 19), date(2027, 1, 3)),
        ("A", date(2028, 2, 19), date(2028, 3, 5)),
        ("B", date(2028, 4, 8), date(2028, 4, 23)),
    ],
)
def test_the_published_school_holidays(zone, first, last):
    off = days_off(zone, date(2026, 9, 1), date(2028, 8, 31))

    assert {date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)} <= off
    assert date.fromordinal(first.toordinal() - 1) not in off


def test_public_holidays_of_the_country_and_of_each_place():
    assert date(2027, 11, 11) in days_off("C", date(2027, 1, 1), date(2027, 12, 31))
    assert days_off("974", date(2027, 12, 1), date(2027, 12, 31)) == {date(2027, 12, 20), date(2027, 12, 25)}
    good_friday = date(2027, 3, 26)
    assert good_friday in days_off("alsace", good_friday, good_friday)
    assert good_friday not in days_off("B", good_friday, good_friday)


def test_dates_are_known_to_the_end_of_the_last_decree_and_nobody_promises_more():
    assert known_until("A") >= date(2028, 7, 4)
    assert known_until("974") is None
    assert all(days_off(zone, TODAY, date(2027, 12, 31)) for zone in ZONES)


def weekly(zone="C", **fields):
    way = way_of(person_of(), weekdays=MONDAYS, **fields)
    way.trip.rests_with_zone = zone
    way.trip.save()
    return way


def days_of(way):
    return list(way.pauses.order_by("day").values_list("day", flat=True))


@pytest.mark.django_db
def test_a_weekly_way_rests_on_its_weekdays_in_the_holidays():
    way = weekly(last_day=date(2027, 3, 1))

    rest(way, TODAY)
    rest(way, TODAY)

    assert days_of(way) == [date(2026, 12, 21), date(2026, 12, 28), date(2027, 2, 8), date(2027, 2, 15)]


@pytest.mark.django_db
def test_one_that_follows_no_zone_goes_on_and_one_that_changes_it_goes_again():
    way = weekly(last_day=date(2027, 3, 1))
    rest(way, TODAY)
    Pause.objects.create(way=way, day=date(2027, 1, 11))  # her own choice
    way.trip.rests_with_zone = ""
    way.trip.save()

    rest(way, TODAY)

    assert days_of(way) == [date(2027, 1, 11)]


@pytest.mark.django_db
def test_a_day_on_which_neighbours_have_agreed_stays():
    way = weekly(last_day=date(2027, 1, 3))
    ride_of(way, person_of("Paul"), day=date(2026, 12, 21), state="accepted")

    rest(way, TODAY)

    assert days_of(way) == [date(2026, 12, 28)]


@pytest.mark.django_db
def test_the_job_goes_on_for_every_way_and_takes_back_what_a_calendar_no_longer_says():
    ways = [weekly("A", last_day=date(2027, 3, 1)), weekly("C", last_day=date(2027, 3, 1))]
    past = Pause.objects.create(way=ways[0], day=date(2026, 10, 19), by_zone="A")
    Pause.objects.create(way=ways[0], day=date(2027, 1, 18), by_zone="A")  # no longer said
    once = way_of(person_of())

    rest_all(TODAY)

    assert days_of(ways[0]) == [
        past.day,
        date(2026, 12, 21),
        date(2026, 12, 28),
        date(2027, 2, 15),
        date(2027, 2, 22),
    ]
    assert days_of(ways[1]) == [date(2026, 12, 21), date(2026, 12, 28), date(2027, 2, 8), date(2027, 2, 15)]
    assert days_of(once) == []
