from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placette.impact import methods

START = datetime(2026, 11, 7, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("category", "length", "price_cents", "expected"),
    [
        ("tools", timedelta(hours=3), 0, 500),
        ("tools", timedelta(days=2), 0, 1000),
        ("garden", timedelta(days=30), 0, 1000),
        ("tools", timedelta(days=2), 700, 300),
        ("tools", timedelta(hours=3), 800, 0),
        ("kitchen", timedelta(days=2), 0, 0),
    ],
)
def test_a_loan_saves_the_lowest_hire_price_less_what_was_paid(category, length, price_cents, expected):
    assert methods.euros_saved_cents("loan", category, START, START + length, price_cents) == expected


def test_a_loan_without_dates_counts_one_day():
    assert methods.euros_saved_cents("loan", "tools", None, None, 0) == 500


@pytest.mark.parametrize("kind", ["help", "service", "gift", "sale", "lost_found", "a kind of tomorrow"])
def test_no_other_kind_claims_euros(kind):
    assert methods.euros_saved_cents(kind, "tools", START, START + timedelta(days=1), 0) == 0


def test_help_counts_its_minutes_up_to_a_working_day():
    assert methods.minutes("help", START, START + timedelta(minutes=90)) == 90
    assert methods.minutes("help", START, START + timedelta(days=3)) == 480
    assert methods.minutes("help", START, None) == 0
    assert methods.minutes("loan", START, START + timedelta(hours=2)) == 0


@given(
    st.sampled_from([*methods.METHODS, "lost_found"]),
    st.sampled_from(["tools", "garden", "kitchen"]),
    st.timedeltas(timedelta(seconds=1), timedelta(days=400)),
    st.integers(0, 10**7),
)
def test_a_claim_is_never_negative_and_never_large(kind, category, length, price_cents):
    assert 0 <= methods.euros_saved_cents(kind, category, START, START + length, price_cents) <= 1000
    assert 0 <= methods.minutes(kind, START, START + length) <= 480


def test_every_method_says_what_it_does_and_whatever_claims_euros_names_its_source():
    for method in methods.METHODS.values():
        assert str(method.says)
        assert not method.daily_hire_cents or (method.source and method.read_on)
