"""Seats by the part of the way: all who can sit do, and never one more, whoever races."""

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from placette.carpool.actions import seats
from placette.carpool.actions.seats import Full, Taken, claim, free, numbered, release, taken_on
from placette.carpool.models import Seat
from placette.core.tests.racing import at_once
from placette.people.tests.factories import person_of

from .factories import MONDAY, way_of

spans = st.builds(
    lambda start, length, count: (start, start + length, count),
    st.integers(0, 20),
    st.integers(1, 10),
    st.integers(1, 2),
)


def fullest(taken: list[Taken]) -> int:
    """Seats at the fullest metre, by looking at each."""
    return max((sum(t.seats for t in taken if t.start <= metre < t.end) for metre in range(32)), default=0)


@given(st.lists(spans, max_size=7), st.integers(1, 4))
def test_all_sit_where_they_can_and_no_seat_is_taken_twice(drawn, room):
    taken = [Taken(f"booking:{number}", *each) for number, each in enumerate(drawn)]

    numbers = numbered(taken, room)

    assert (numbers is not None) == (fullest(taken) <= room)
    if numbers is not None:
        assert len(numbers) == sum(each.seats for each in taken)
        for first in range(len(numbers)):
            for second in range(first):
                one, other = numbers[first], numbers[second]
                assert one[0] != other[0] or one[1].end <= other[1].start or other[1].end <= one[1].start


@given(st.lists(spans, max_size=7), spans, st.integers(1, 8))
def test_what_is_free_is_what_can_still_be_claimed(drawn, asked, room):
    taken = [Taken(f"booking:{number}", *each) for number, each in enumerate(drawn)]
    start, end, _ = asked
    inside = max(sum(t.seats for t in taken if t.start <= metre < t.end) for metre in range(start, end))

    assert free(taken, room, start, end) == max(0, room - inside)


@pytest.mark.django_db(transaction=True)
def test_a_seat_that_is_left_early_is_free_for_the_rest():
    way = way_of(person_of(), seats=1)
    claim(way, MONDAY, Taken("booking:1", 0, 8_000))

    with pytest.raises(Full):
        claim(way, MONDAY, Taken("booking:2", 7_999, 12_000))
    claim(way, MONDAY, Taken("booking:3", 8_000, 12_000))
    claim(way, MONDAY, Taken("booking:3", 8_000, 12_000))

    assert [(each.holder, each.start, each.end) for each in taken_on(way, MONDAY)] == [
        ("booking:1", 0, 8_000),
        ("booking:3", 8_000, 12_000),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_new_passenger_may_move_the_others_to_other_numbers():
    way = way_of(person_of(), seats=2)
    for holder, start, end in (("a", 0, 4), ("b", 6, 10), ("c", 3, 7)):
        claim(way, MONDAY, Taken(holder, start, end))
    release(way, MONDAY, "c")
    claim(way, MONDAY, Taken("d", 0, 10))

    assert {each.holder for each in taken_on(way, MONDAY)} == {"a", "b", "d"}


@pytest.mark.django_db(transaction=True)
def test_a_hundred_race_for_three_seats_on_each_day():
    way = way_of(person_of(), seats=3)

    def press(number: int) -> None:
        claim(
            way, MONDAY + timedelta(days=number % 2), Taken(f"booking:{number}", number % 5, 5 + number % 5)
        )

    said = at_once(press, range(100), refusals=Full)

    for day in (MONDAY, MONDAY + timedelta(days=1)):
        assert fullest(taken_on(way, day)) == 3
    assert said.count(None) == Seat.objects.count()


@pytest.mark.django_db(transaction=True)
def test_the_database_itself_refuses_a_seat_that_is_taken():
    way = way_of(person_of())
    Seat.objects.create(way=way, day=MONDAY, number=1, span=(0, 10), holder="one")

    with pytest.raises(Exception, match="a_seat_is_taken_once"):
        Seat.objects.create(way=way, day=MONDAY, number=1, span=(9, 12), holder="two")
    connection.rollback() if connection.in_atomic_block else None
    assert seats.taken_on(way, MONDAY) == [Taken("one", 0, 10)]
