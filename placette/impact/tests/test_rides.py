"""What a shared ride claims, and how it comes into the ledger."""

from datetime import UTC, date, datetime
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placette.impact import actions
from placette.impact.models import Exchange, Sheet
from placette.impact.publication import refresh
from placette.impact.rides import FACTORS, factor_on, says, spared

from .test_ledger import ASKED, commune, exchange

DAY = date(2026, 11, 30)


def ride(source, people=(1, 2), **facts):
    code = commune().code
    defaults = {
        "commune_code": code, "other_commune_code": code, "done_at": ASKED, "metres": 20_000, "detour_metres": 1_000,
        "seats": 1, "share_cents": 150, "would_have_driven": True,
    }  # fmt: skip
    actions.record_ride(source, people=people, **{**defaults, **facts})


def test_a_car_that_stays_at_home_spares_its_fuel_at_least_and_its_making_at_most():
    found = spared(DAY, 20_000, 0, 1, 0, True)

    assert (found.co2_grams_low, found.co2_grams_high) == (2_212, 2_846)
    assert found.metres == 20_000


def test_the_detour_is_taken_off_and_never_becomes_a_gain():
    found = spared(DAY, 20_000, 2_000, 1, 0, True)
    assert (found.co2_grams_low, found.co2_grams_high) == (2_212 - 285, 2_846 - 222)

    found = spared(DAY, 2_000, 5_000, 1, 0, True)
    assert (found.co2_grams_low, found.co2_grams_high, found.together_cents) == (0, 0, 0)


def test_who_would_not_have_driven_spares_no_carbon():
    assert spared(DAY, 20_000, 0, 1, 0, False).co2_grams_high == 0


def test_who_has_not_said_counts_for_nothing_at_the_low_end_and_for_the_setting_at_the_high_end(settings):
    found = spared(DAY, 20_000, 0, 1, 0, None)
    assert (found.co2_grams_low, found.co2_grams_high) == (0, 1_423)
    assert "entre 0 et 50 %" in says()

    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"carpool_alone_percent": 20})

    assert spared(DAY, 20_000, 0, 1, 0, None).co2_grams_high == 569
    assert "entre 0 et 20 %" in says()


def test_two_who_book_together_leave_one_car_at_home():
    alone, two = spared(DAY, 20_000, 0, 1, 0, True), spared(DAY, 20_000, 0, 2, 0, True)
    assert (two.metres, two.co2_grams_high) == (40_000, alone.co2_grams_high)


def test_euros_of_each_and_of_both_where_a_payment_between_them_is_no_gain():
    found = spared(DAY, 20_000, 1_000, 1, 150, True)

    assert (found.driver_cents, found.passenger_cents) == (150 - 10, 200 - 150)
    assert found.together_cents == 190
    assert spared(DAY, 20_000, 0, 1, 150, False).together_cents == 0


@given(
    st.integers(0, 10**6),
    st.integers(0, 10**5),
    st.integers(1, 8),
    st.integers(0, 10**5),
    st.none() | st.booleans(),
)
def test_no_claim_is_negative_and_the_range_goes_from_low_to_high(metres, detour, seats, share, driven):
    found = spared(DAY, metres, detour, seats, share, driven)

    assert 0 <= found.co2_grams_low <= found.co2_grams_high <= metres * 0.1423
    assert min(found.driver_cents, found.passenger_cents) >= 0
    assert 0 <= found.together_cents <= metres / 100


def test_factors_have_their_date_and_source():
    assert factor_on(date(2020, 1, 1)) is FACTORS[0]
    assert factor_on(DAY) is FACTORS[-1]
    assert all(each.source and each.read_on for each in FACTORS)


@pytest.mark.django_db
def test_a_ride_is_written_once():
    ride("booking:1")
    ride("booking:1", metres=90_000)

    written = Exchange.objects.get()
    assert (written.kind, written.metres, written.euros_saved_cents) == ("ride", 20_000, 190)
    assert (written.co2_grams_low, written.co2_grams_high) == (2_212 - 143, 2_846 - 111)


@pytest.mark.django_db
def test_figures_of_rides_need_five_people_who_rode():
    for number, pair in enumerate(combinations(range(5), 2)):
        exchange(f"agreement:{number}", people=pair)
    ride("booking:0", people=(0, 1))
    assert _november() == {"things": [10, 1], "things.cents": [5000, 1]}

    for number, pair in enumerate(combinations(range(5), 2)):
        ride(f"booking:1{number}", people=pair, detour_metres=0)

    found = _november()
    assert (found["rides"], found["rides.metres"]) == ([11, 1], [220_000, 1])
    assert found["rides.co2_low"] == [2_069 + 22_120, 1]
    assert found["rides.co2_high"] == [2_735 + 28_460, 1]


def _november():
    refresh(datetime(2026, 12, 5, 10, tzinfo=UTC))
    return Sheet.objects.get(commune="31187", span="month", starts_on=date(2026, 11, 1)).figures["cells"]
