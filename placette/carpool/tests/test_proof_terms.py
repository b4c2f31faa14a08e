"""How the proof register knows a person, and its terms, asked here first."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placette.carpool.proof.checks import Told, labels
from placette.carpool.proof.identity import NoNumber, identity_key, number, phone_trunc

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
PHONE = "06 12 34 56 78"

# --- Who she is there


def test_the_key_is_the_digest_of_the_specification():
    expected = hashlib.sha256(b"+33701020304-D HERUG DE L HERAULT").hexdigest()
    assert identity_key("+33701020304", "D’Hérûg-de-l’Hérault") == expected
    assert identity_key("+33701020304", "Œuvrard") == hashlib.sha256(b"+33701020304-OEUVRARD").hexdigest()


@pytest.mark.parametrize(
    ("typed", "commune", "expected"),
    [
        (PHONE, "31187", "+33612345678"),
        ("+33 6 12 34 56 78", "97411", "+33612345678"),
        ("0692 12 34 56", "97411", "+262692123456"),
        ("0690 12 34 56", "97105", "+590690123456"),
    ],
)
def test_numbers_as_one_dials_them_there(typed, commune, expected):
    assert number(typed, commune) == expected
    assert phone_trunc(expected) == expected[:-2]


@pytest.mark.parametrize("typed", ["", "12", "bonjour", "06 12 34 56 7", "+33 6 12 34 56 78 90 12", "18"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(NoNumber):
        number(typed, "31187")


# --- Its terms, asked here first


def told(**fields):
    start = fields.pop("start", NOW - timedelta(hours=2))
    defaults = {
        "trip": "1:2026-11-30", "people": frozenset({1, 2}), "start": start, "end": start + timedelta(minutes=30),
        "metres": 20_000, "straight_metres": 15_000,
    }  # fmt: skip
    return Told(**{**defaults, **fields})


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"start": NOW - timedelta(hours=24)}, []),
        ({"start": NOW - timedelta(hours=24, seconds=1)}, ["expired"]),
        ({"start": NOW}, ["journey_in_the_future"]),
        ({"metres": 2_000, "straight_metres": 1_500}, []),
        ({"metres": 1_999, "straight_metres": 1_500}, ["distance_too_short"]),
        ({"metres": 1_000_001}, ["distance_too_long"]),
        ({"metres": 14_000}, ["distance_under_the_straight_line"]),
        ({"end": NOW - timedelta(hours=2) + timedelta(seconds=59)}, ["duration_too_short"]),
    ],
)
def test_what_the_register_refuses_at_once(fields, expected):
    assert labels(told(**fields), [], NOW) == expected


@pytest.mark.parametrize(
    ("minutes", "fields", "expected"),
    [
        (59, {}, ["too_close_trips"]),
        (60, {}, []),
        (59, {"people": frozenset({2, 7})}, ["too_close_trips"]),
        (0, {"people": frozenset({7, 8})}, []),
        (0, {"trip": "1:2026-11-30", "people": frozenset({1, 3})}, []),
    ],
)
def test_half_an_hour_lies_between_two_trips_of_one_person_but_a_car_takes_several(minutes, fields, expected):
    before = told(start=NOW - timedelta(hours=2, minutes=minutes), **{"trip": "other", **fields})
    assert labels(told(), [before], NOW) == expected


def test_nobody_makes_five_trips_a_day():
    morning = NOW.replace(hour=0, minute=0)
    others = [told(trip=str(n), start=morning + timedelta(hours=n)) for n in range(4)]

    assert labels(told(), others, NOW) == ["too_many_trips_by_day"]
    assert labels(told(), others[:3], NOW) == []


# Whole numbers, as they are drawn fastest: minutes from now, and how long.
rides = st.tuples(
    st.sampled_from("abcdef"), st.integers(1, 3), st.integers(-3_000, 100), st.integers(0, 90), st.integers(0, 30_000)
).map(
    lambda drawn: told(
        trip=drawn[0], people=frozenset({0, drawn[1]}), start=NOW + timedelta(minutes=drawn[2]),
        end=NOW + timedelta(minutes=drawn[2] + drawn[3]), metres=drawn[4],
    )
)  # fmt: skip


@given(rides, st.lists(rides, max_size=5))
def test_one_more_ride_never_makes_another_one_acceptable(ride, others):
    assert set(labels(ride, others[1:], NOW)) <= set(labels(ride, others, NOW))
