"""Ids are the same each time, open for us alone, and nobody invents one."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from placette.carpool.standard import ids

DAY = date(2026, 11, 30)


@given(
    role=st.sampled_from(["driver", "passenger"]),
    way=st.integers(1, 2**62 - 1),
    day=st.dates(date(2020, 1, 1), date(2100, 1, 1)),
)
def test_a_journey_s_id_is_stable_and_reads_back(role, way, day):
    given_id = ids.of_journey(role, way, day)

    assert given_id == ids.of_journey(role, way, day)
    assert given_id.startswith({"driver": "d-", "passenger": "p-"}[role])
    assert len(given_id) <= 255
    assert ids.journey(given_id) == ids.Journey(role, way, day)


@given(st.text(max_size=80) | st.binary(min_size=16, max_size=16).map(lambda block: f"d-{block.hex()}"))
def test_an_invented_id_is_nobody_s(text):
    assert ids.journey(text) is None
    assert ids.person(text) is None


def test_an_id_of_one_kind_is_none_of_another():
    drive, person = ids.of_journey("driver", 7, DAY), ids.of_person(7)

    assert ids.journey(f"p{drive[1:]}") is None
    assert ids.person(f"u{drive[1:]}") is None
    assert ids.journey(f"d{person[1:]}") is None
    assert ids.journey(drive.upper()) is None
    assert ids.person(person) == 7


def test_neighbouring_ways_and_days_have_ids_that_look_nothing_alike():
    one, other = ids.of_journey("driver", 7, DAY)[2:], ids.of_journey("driver", 8, DAY)[2:]

    assert sum(a == b for a, b in zip(one, other, strict=True)) < 16


def test_another_secret_gives_other_ids(settings):
    drive = ids.of_journey("driver", 7, DAY)
    settings.SECRET_KEY = "another" * 10

    assert ids.of_journey("driver", 7, DAY) != drive
    assert ids.journey(drive) is None
