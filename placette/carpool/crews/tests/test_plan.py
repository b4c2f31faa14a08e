"""Who drives: fairly, in as few cars as hold everybody."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from placette.carpool.crews.plan import TURN, Comer, Plan, plan, seated, shares


def comers(needs: list[int], seats: list[int]) -> list[Comer]:
    return [Comer(number, each, car) for number, (each, car) in enumerate(zip(needs, seats, strict=True))]


families = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 8)), min_size=1, max_size=8)


def test_two_parents_take_turns():
    driven, balances = [], {0: 0, 1: 0}
    for _day in range(4):
        made = plan([Comer(each, 1, 4, balances[each]) for each in balances], driver_sits=False)
        driven.append(made.cars)
        balances = owed(balances, made)

    assert driven == [(0,), (1,), (0,), (1,)]


def test_who_has_more_children_drives_more_often():
    balances, driven = {0: 0, 1: 0}, [0, 0]
    for _day in range(9):
        made = plan([Comer(0, 2, 4, balances[0]), Comer(1, 1, 4, balances[1])], driver_sits=False)
        driven[made.cars[0]] += 1
        balances = owed(balances, made)

    assert driven == [6, 3]


def test_a_crew_that_is_larger_than_a_car_takes_a_second_one():
    made = plan(comers([2, 2, 2], [4, 4, 4]), driver_sits=False)

    assert len(made.cars) == 2
    assert made.left == ()
    assert sum(made.dues.values()) == 2 * TURN


def test_at_work_the_driver_needs_no_other_seat():
    made = plan(comers([1, 1, 1, 1], [0, 3, 0, 0]), driver_sits=True)

    assert (made.cars, made.left) == ((1,), ())


def test_who_cannot_is_passed_over_and_still_owes_her_share():
    made = plan([Comer(0, 1, 4, balance=2_000, drives=False), Comer(1, 1, 4)], driver_sits=False)

    assert made.cars == (1,)
    assert made.dues == {0: 500, 1: 500}


def test_who_has_taken_it_keeps_it():
    assert plan(comers([1, 1], [4, 4]), driver_sits=False, kept=[1]).cars == (1,)
    assert plan(comers([1, 1], [4, 4]), driver_sits=False, likely=[1]).cars == (1,)


@given(families, st.booleans(), st.integers(0, 60))
def test_nobody_drives_more_than_one_turn_beyond_her_share(members, driver_sits, days):
    """Of a crew of which the same come every day and one car is enough."""
    total = sum(needs for needs, _seats in members)
    balances = dict.fromkeys(range(len(members)), 0)
    for _day in range(days):
        coming = [
            Comer(number, needs, total if seats else 0, balances[number])
            for number, (needs, seats) in enumerate(members)
        ]
        balances = owed(balances, plan(coming, driver_sits=driver_sits))
        assert min(balances.values()) > -TURN


@given(families, st.lists(st.integers(1, 255), min_size=5, max_size=5), st.booleans())
def test_who_comes_on_some_days_only_is_never_far_from_her_share(members, pattern, driver_sits):
    """Thirty weeks of the same pattern: at most one turn for each of the others."""
    total = sum(needs for needs, _seats in members)
    balances = dict.fromkeys(range(len(members)), 0)
    for day in range(150):
        coming = [
            Comer(number, needs, total, balances[number])
            for number, (needs, _seats) in enumerate(members)
            if pattern[day % 5] >> number & 1
        ]
        balances = owed(balances, plan(coming, driver_sits=driver_sits))
    assert all(abs(each) <= TURN * max(1, len(members) - 1) for each in balances.values())


@given(st.lists(st.integers(0, 8), min_size=2, max_size=9), st.integers(0, 60))
def test_co_workers_share_evenly_however_many_cars_it_takes(seats, days):
    balances = dict.fromkeys(range(len(seats)), 0)
    for _day in range(days):
        coming = [Comer(number, 1, car, balances[number]) for number, car in enumerate(seats)]
        balances = owed(balances, plan(coming, driver_sits=True))
        assert min(balances.values()) > -TURN


@given(families, st.booleans(), st.data())
def test_everybody_has_one_seat_or_is_named_and_no_car_is_too_full(members, driver_sits, data):
    coming = comers(*([list(each) for each in zip(*members, strict=True)]))
    kept = data.draw(st.sets(st.sampled_from(range(len(members)))))

    made = plan(coming, driver_sits=driver_sits, kept=kept)

    assert {*made.aboard, *made.left} == {each.member for each in coming}
    assert not set(made.aboard) & set(made.left)
    for driver in made.cars:
        own = 0 if driver_sits else coming[driver].needs
        others = sum(coming[each].needs for each, car in made.aboard.items() if car == driver != each)
        assert own + others <= coming[driver].seats
    assert plan(coming[::-1], driver_sits=driver_sits, kept=kept) == made
    if made.left:  # no further car would have helped
        spare = [
            each
            for each in coming
            if each.member not in made.cars and each.seats >= (0 if driver_sits else each.needs)
        ]
        cars = [coming[each] for each in made.cars]
        for each in spare:
            if each.seats:
                assert len(seated([*cars, each], coming, driver_sits)[1]) >= len(made.left)


@given(st.dictionaries(st.integers(0, 50), st.integers(1, 8), min_size=1, max_size=8), st.integers(0, 9))
def test_turns_are_shared_out_to_the_last_thousandth(weights, turns):
    due = shares(weights, turns)

    assert due.keys() == weights.keys()
    assert sum(due.values()) == min(turns, len(weights)) * TURN
    assert all(0 <= each <= TURN for each in due.values())
    heavier = sorted(weights, key=lambda each: weights[each])
    assert all(due[a] <= due[b] + 1 for a, b in pairwise(heavier))


def owed(balances: dict[int, int], made: Plan) -> dict[int, int]:
    return {
        member: balance + made.dues.get(member, 0) - TURN * (member in made.cars)
        for member, balance in balances.items()
    }
