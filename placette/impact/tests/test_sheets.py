"""Sheets of several communes at once: side by side, between each other, and the middle of those of a size."""

from datetime import UTC, date, datetime

import pytest

from placette.impact import actions
from placette.impact.gathering import Gathered
from placette.impact.models import Sheet
from placette.impact.periods import MONTH, QUARTER, Period, period_of, read
from placette.impact.publication import refresh, sheets_of
from placette.impact.queries import saved_by_purchases, so_far
from placette.impact.sheets import flows, keep_peers, peers, side_by_side
from placette.places.models import Commune

from .test_ledger import commune

TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
OCTOBER = Period(MONTH, date(2026, 10, 1))
AT = datetime(2026, 10, 5, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def lend(number, people, code="31187", other="31187"):
    actions.record_exchange(f"agreement:{code}:{other}:{number}", "loan", code, other, AT, 0, 500, people)


@pytest.fixture(autouse=True)
def communes():
    for code in ("31187", "31499", "31547"):
        commune(code, code)


def test_each_commune_beside_the_others_now_and_before(django_assert_num_queries):
    for number in range(6):
        lend(number, (0, number + 1))
    refresh(NOW)

    with django_assert_num_queries(1):
        found = side_by_side(["31187", "31499"], OCTOBER)

    assert found["31187"][0]["cells"]["things"] == [6, 1]
    assert found["31499"] == ({}, {})
    assert side_by_side(["31187"], OCTOBER.next)["31187"][1]["cells"]["things"] == [6, 1]


def test_a_flow_is_rounded_down_and_leaves_five_at_home():
    for number in range(12):
        lend(number, (0, number + 1), other="31499")
    refresh(NOW)
    assert flows(["31187", "31499"], OCTOBER) == {("31187", "31499"): 5}

    for number in range(9):
        lend(number, (100, number + 1))
    refresh(NOW)
    assert flows(["31187", "31499"], OCTOBER) == {("31187", "31499"): 10}


def test_a_flow_of_four_people_is_not_shown():
    for number in range(20):
        lend(number, (0, number % 3 + 1), other="31499")
        lend(number, (0, number + 1))
    refresh(NOW)

    assert flows(["31187", "31499", "31547"], OCTOBER) == {}


def test_the_middle_of_communes_of_a_size_from_five_on():
    for number in range(1, 6):
        code = f"0100{number}"
        commune(code, code)
        Commune.objects.filter(code=code).update(population=3000)
        Sheet.objects.create(
            commune=code,
            span="month",
            starts_on=OCTOBER.starts_on,
            figures={"first": {"answered": 10 * number}},
        )
        keep_peers(TODAY)
        assert peers(3200, OCTOBER).get("answered") == (30 if number == 5 else None)
    assert peers(3200, OCTOBER)["communes"] == 5
    assert peers(300, OCTOBER) == {}


def test_counts_and_euros_have_their_middle_too():
    for number in range(1, 6):
        code = f"0100{number}"
        commune(code, code)
        Commune.objects.filter(code=code).update(population=3000)
        cells = {
            "help": [10 * number, 1], "rides": [5, 0], "events": [number, 1], "answered": [7, 1], "joined@12": [6, 1],
            "things.cents": [100 * number, 1], "purchases.cents": [1000 * (6 - number), 1],
        }  # fmt: skip
        figures = {"cells": cells, "ties": 5 * number, "so_far": {"verified": 50 * number}}
        Sheet.objects.create(commune=code, span="month", starts_on=OCTOBER.starts_on, figures=figures)
    keep_peers(TODAY)

    assert peers(3200, OCTOBER) == {
        "help": 30, "exchanges": 35, "events": 3, "ties": 15, "verified": 150, "communes": 5, "rides": 5,
        "things.cents": 300, "purchases.cents": 3000, "cents": 3300,
    }  # fmt: skip


def test_what_purchases_have_saved_so_far_is_what_is_shown():
    parts = [actions.Purchase(f"share:{n}", "31187", "31499", 250, (99, n)) for n in range(6)]
    actions.record_purchases(parts, AT)
    refresh(NOW)

    assert saved_by_purchases(["31187"]) == 1500
    assert so_far(["31187", "31499"])["purchases"] == 12
    assert saved_by_purchases(["31547"]) is None


@pytest.mark.parametrize("key", ["2026-10", "2026-T4", "2026", "2026-10-05"])
def test_an_address_names_a_period(key):
    assert read(key).key == key


@pytest.mark.parametrize(
    "key", ["", "2026-10-06", "2026-T5", "2026-T0", "2026-00", "26-1-1-1", "2026-Tx", "-", "0"]
)
def test_no_other_period_has_a_name(key):
    assert read(key) is None


def test_periods_follow_each_other():
    quarter = period_of(QUARTER, date(2026, 12, 31))
    assert (quarter.next.key, quarter.previous.key) == ("2027-T1", "2026-T3")
    assert quarter.months == (date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1))


def test_a_month_is_over_where_its_commune_is_and_not_before():
    commune("97209", "97209")
    for code in ("31187", "97209"):
        for number in range(6):
            actions.record_exchange(
                f"agreement:{code}:{number}", "loan", code, code, AT, 0, 500, (0, number + 1)
            )
    last_evening_there = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)  # half past seven in Fort-de-France

    refresh(last_evening_there)
    sheets = {
        each.commune: each.figures for each in Sheet.objects.filter(span="month", starts_on=OCTOBER.starts_on)
    }

    assert sheets["31187"]["is_over"] == 1
    assert "is_over" not in sheets["97209"]


def test_a_commune_that_became_part_of_another_is_nobody_s_peer():
    for number in range(6):
        lend(number, (0, number + 1))
    refresh(NOW)
    assert Sheet.objects.filter(commune="31187").exists()

    actions.record_event("announcement:1", "31187", AT)
    actions.move("31187", "31499")
    refresh(NOW)

    assert set(Sheet.objects.values_list("commune", flat=True)) == {"31499"}
    assert side_by_side(["31499"], OCTOBER)["31499"][0]["cells"]["events"] == [1, 1]


def test_where_it_is_still_the_day_before_its_first_month_there_is_nothing_yet():
    """Opened on 1 December on the clocks of Paris, and in Fort-de-France it is 30 November."""
    assert sheets_of(Gathered(since=date(2026, 12, 1)), date(2026, 11, 30)) == {}
