"""What a drive costs, and what passengers pay at most: whoever boards where, and in whatever order."""

from datetime import date
from fractions import Fraction

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placette.carpool.costs.scale import POWERS, SCALES, Engine, cost_cents, rate, scale_on
from placette.carpool.costs.shares import (
    MOST_TOGETHER,
    Aboard,
    Drive,
    calculation,
    cap,
    cap_of,
    share_allowed,
    suggested,
)

DAY = date(2026, 11, 30)
TO_TOULOUSE = Drive(length=15_400, road=20_000, day=DAY, engine=Engine(5))


@pytest.mark.parametrize(
    ("power", "yearly_km", "expected"),
    [
        (3, 0, 5290),
        (5, 5_000, 6360),
        (5, 10_000, 3570 + 1395),
        (7, 20_001, 4700),
        (12, 0, 6970),
        (1, 0, 5290),
    ],
)
def test_the_scale_by_power_and_kilometres_of_the_year(power, yearly_km, expected):
    assert rate(Engine(power), DAY, yearly_km) == expected


def test_an_electric_car_costs_a_fifth_more():
    assert rate(Engine(5, electric=True), DAY) == 7632
    assert cost_cents(20_000, Engine(5, electric=True), DAY) == 1526


def test_a_drive_has_the_scale_of_its_day_and_every_scale_its_source():
    assert scale_on(date(2019, 1, 1)) is SCALES[0]
    assert scale_on(DAY) is SCALES[-1]
    assert [each.since for each in SCALES] == sorted(each.since for each in SCALES)
    assert all(each.source and each.read_on and set(each.bands) == set(POWERS) for each in SCALES)


@given(st.sampled_from(POWERS), st.booleans(), st.integers(1, 60_000))
def test_who_drives_more_pays_no_more_a_kilometre_but_for_the_rounding_of_the_scale(
    power, electric, yearly_km
):
    """At 20,000 km with 3 CV, 0.3693 € become the published 0.370 €."""
    engine = Engine(power, electric)
    assert rate(engine, DAY, yearly_km + 1_000) <= rate(engine, DAY, yearly_km) + 10


def test_twenty_kilometres_with_one_passenger_are_six_euros_thirty_six():
    assert cap(TO_TOULOUSE, 1) == 636
    assert cap(TO_TOULOUSE, 3) == 954
    assert cap(Drive(1, 20_000, DAY, Engine(5), tolls_cents=200), 1) == 736
    assert cap(TO_TOULOUSE, 0) == 0


@pytest.mark.parametrize(("metres", "cents"), [(500, 5), (2_000, 20), (8_240, 80), (20_000, 200), (0, 0)])
def test_ten_cents_a_kilometre_are_suggested_in_whole_coins(metres, cents):
    assert suggested(metres) == cents


def test_what_is_suggested_is_a_setting(settings):
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"carpool_cents_per_km": 0})
    assert suggested(20_000) == 0


def test_the_page_shows_each_step():
    shown = calculation(Drive(1, 20_000, DAY, Engine(5), tolls_cents=200), 1)

    assert shown.lines == [
        ("20,0 km × 0,636 €/km (5 CV, thermique ou hybride)", "12,72\u00a0€"),
        ("Péages", "2,00\u00a0€"),
        ("La part de qui conduit", "7,36\u00a0€"),
        ("Au plus pour l’ensemble des passagers", "7,36\u00a0€"),
    ]
    assert shown.cap_cents == 736
    assert shown.source
    assert (
        "7 CV et plus, électrique" in calculation(Drive(1, 9, DAY, Engine(8, electric=True)), 1).lines[0][0]
    )


def test_who_rides_half_the_way_pays_for_her_half():
    assert share_allowed(TO_TOULOUSE, [], 0, 15_400) == 636
    assert share_allowed(TO_TOULOUSE, [], 0, 7_700) == 318
    assert share_allowed(TO_TOULOUSE, [], 0, 15_400, seats=2) == 848


def test_who_comes_second_pays_what_the_first_leaves():
    first = Aboard(0, 15_400, cents=636)

    assert share_allowed(TO_TOULOUSE, [first], 0, 15_400) == 212  # 848 for two
    assert share_allowed(TO_TOULOUSE, [Aboard(0, 7_700, cents=318)], 7_700, 15_400) == 318  # they never meet


def test_a_free_rider_gives_nobody_else_a_higher_share():
    """If she cancels, those who stay would pay too much."""
    riders = [Aboard(0, 15_400), Aboard(0, 15_400, cents=636)]

    allowed = share_allowed(TO_TOULOUSE, riders, 0, 15_400)

    assert allowed == 212


def test_in_a_car_with_too_many_to_look_at_every_group_one_more_rides_for_free():
    crowd = [Aboard(0, 15_400, cents=1)] * (MOST_TOGETHER + 1)
    assert share_allowed(TO_TOULOUSE, crowd, 0, 15_400) == 0


def test_groups_that_never_meet_are_not_counted_together():
    crowd = [Aboard(0, 100, cents=1)] * (MOST_TOGETHER + 1)
    assert share_allowed(TO_TOULOUSE, crowd, 100, 15_400) == 636 * 15_300 // 15_400


LENGTH = 30_000
rides = st.tuples(
    st.integers(0, LENGTH - 1), st.integers(1, LENGTH), st.integers(1, 3), st.sampled_from([0.0, 0.4, 1.0])
).map(lambda ride: (ride[0], min(ride[0] + ride[1], LENGTH), *ride[2:]))
drives = st.builds(
    Drive,
    length=st.just(LENGTH),
    road=st.integers(1_000, 300_000),
    day=st.just(DAY),
    engine=st.builds(Engine, st.sampled_from(POWERS), st.booleans()),
    tolls_cents=st.integers(0, 3_000),
)


@hypothesis.settings(deadline=None)
@given(drives, st.lists(rides, max_size=6), st.sets(st.integers(0, 5)), st.randoms(use_true_random=False))
def test_together_they_never_pay_more_than_the_cap_whoever_boards_when_and_whoever_cancels(
    drive, wanted, cancelling, order
):
    order.shuffle(wanted)
    aboard = []
    for start, end, seats, of_what_is_allowed in wanted:
        allowed = share_allowed(drive, aboard, start, end, seats)
        aboard.append(Aboard(start, end, seats, int(allowed * of_what_is_allowed)))
    staying = [each for number, each in enumerate(aboard) if number not in cancelling]

    for riders in (aboard, staying):
        paid = sum(each.cents for each in riders)
        assert paid <= cap_of(drive, riders) <= cap(drive, sum(each.seats for each in riders))
    for each in aboard:
        own = Fraction(drive.cents * (each.end - each.start), LENGTH) * Fraction(each.seats, each.seats + 1)
        assert each.cents <= own


@hypothesis.settings(deadline=None)
@given(drives, st.lists(rides, max_size=4), rides, st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_counted_changes_nothing(drive, wanted, mine, order):
    others = [Aboard(start, end, seats) for start, end, seats, _ in wanted]
    allowed = share_allowed(drive, others, *mine[:3])

    order.shuffle(others)

    assert share_allowed(drive, others, *mine[:3]) == allowed
