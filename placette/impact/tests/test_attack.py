"""Somebody takes every figure that pages, charts and exports show, of every day on which she looked, and subtracts.

All of them come from the sheets. Each is an equation: a sum over some days of what is not shown. What she can work out is
what their row space holds. None of it may be about fewer than five people.
"""

from collections import defaultdict
from datetime import date, timedelta
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from placette.impact import series
from placette.impact.brought import Brought, shown
from placette.impact.gathering import Gathered
from placette.impact.periods import MONTH, QUARTER, WEEK, YEAR, Period, period_of
from placette.impact.publication import sheets_of
from placette.impact.suppression import FEWEST, Leaf, bins_of, closed_bins, cut, floored, least_share

BEGAN = date(2026, 7, 1)
DAYS = [
    BEGAN + timedelta(days=number) for number in range(200)
]  # two quarters, and two weeks of the next year
# Lines of a ledger: who, on which day, how much.
ledgers = st.lists(
    st.tuples(st.integers(0, 8), st.sampled_from(DAYS[:190]), st.integers(1, 40)), min_size=1, max_size=45
)
lookings = st.lists(st.sampled_from(DAYS[20:]), min_size=1, max_size=4)
by_ledger = settings(max_examples=60, deadline=None)


def leaf(lines) -> Leaf:
    people = frozenset(person for person, _, _ in lines)
    return Leaf(
        sum(amount for _, _, amount in lines), len(people), people if len(people) < FEWEST else frozenset()
    )


def leaves(lines, first):
    """By day, or by what the first day of it is."""
    found = defaultdict(list)
    for line in lines:
        found[first(line[1])].append(line)
    return {day: leaf(each) for day, each in found.items()}


def pieces_on(lines, today):
    written = [line for line in lines if line[1] < today]
    this_month = today.replace(day=1)
    months = leaves([line for line in written if line[1] < this_month], lambda day: day.replace(day=1))
    days = leaves([line for line in written if line[1] >= this_month], lambda day: day)
    return cut(months, days, BEGAN, today)


def equations(lines, today) -> list[set[date]]:
    """The days of each figure that is shown on this day, and so its sum known."""
    found = pieces_on(lines, today)
    known = [days_of(period) for period, cell in found.cells.items() if cell.exact]
    known += [between(first, after) for first, after, _ in found.bins]
    for period, cell in found.cells.items():
        if cell.exact and period.span == MONTH:
            of_month = [line for line in lines if line[1] in days_of(period)]
            by_day = leaves(of_month, lambda day: day)
            known += [between(first, after) for first, after, _ in closed_bins(by_day, cell.amount)]
    return known


def days_of(period: Period) -> set[date]:
    return between(period.starts_on, period.ends_before)


def between(first: date, after: date) -> set[date]:
    return {first + timedelta(days=number) for number in range((after - first).days)}


def vector(days: set[date]) -> list[int]:
    return [int(day in days) for day in DAYS]


def is_solved(rows: np.ndarray, days: set[date]) -> bool:
    return np.linalg.matrix_rank(np.vstack([rows, vector(days)])) == np.linalg.matrix_rank(rows)


def people(lines, days: set[date]) -> int:
    return len({person for person, day, _ in lines if day in days})


@by_ledger
@given(ledgers, lookings)
def test_no_day_week_month_quarter_or_year_of_fewer_than_five_can_be_solved(lines, lookings):
    known = [days for today in lookings for days in equations(lines, today)]
    if not known:
        return
    rows = np.array([vector(days) for days in known])
    wanted = {frozenset({day}) for day in DAYS}
    for span in (WEEK, MONTH, QUARTER, YEAR):
        wanted |= {frozenset(days_of(period_of(span, day)) & set(DAYS)) for day in DAYS}
    for days in wanted:
        if people(lines, days) < FEWEST:
            assert not is_solved(rows, days)


@by_ledger
@given(ledgers, lookings)
def test_no_difference_of_what_is_shown_is_about_fewer_than_five(lines, lookings):
    known = {frozenset(days) for today in lookings for days in equations(lines, today)}
    for one, other in combinations(known, 2):
        for more, less in ((one, other), (other, one)):
            if less < more:
                assert people(lines, more - less) >= FEWEST


@by_ledger
@given(ledgers, lookings)
def test_whatever_is_worked_out_is_made_of_pieces_of_five_people_or_more(lines, lookings):
    """The finest that all figures together tell apart: days that every figure holds alike cannot be parted."""
    known = [days for today in lookings for days in equations(lines, today)]
    alike = defaultdict(set)
    for day in DAYS:
        held = tuple(day in days for days in known)
        if any(held):
            alike[held].add(day)
    for days in alike.values():
        assert people(lines, days) >= FEWEST or not is_solved(
            np.array([vector(each) for each in known]), days
        )


@by_ledger
@given(ledgers, st.sampled_from(DAYS[20:]))
def test_what_is_shown_to_the_unit_is_what_there_was_and_at_least_is_never_more(lines, today):
    for period, cell in pieces_on(lines, today).cells.items():
        there = sum(amount for _, day, amount in lines if day in days_of(period) and day < today)
        assert cell.amount == there if cell.exact else cell.amount <= there


@given(ledgers)
def test_days_in_a_row_are_about_five_people_and_stand_while_the_month_goes_on(lines):
    month = [line for line in lines if line[1].month == 7]
    before: list = []
    for number in range(1, 32):
        until = BEGAN + timedelta(days=number)
        now = bins_of(leaves([line for line in month if line[1] < until], lambda day: day))
        assert now[: len(before)] == before
        assert all(people(month, between(first, after)) >= FEWEST for first, after, _ in now)
        before = now


@given(st.integers(0, 500), st.integers(0, 60), st.none() | st.integers(0, 500))
def test_a_count_rounded_down_leaves_room_for_five(count, among, whole):
    found = floored(count, among, whole)

    if found is not None:
        assert among >= FEWEST
        assert found <= count
        assert found % 5 == 0
        assert whole is None or whole - found >= FEWEST


PARTS = st.lists(
    st.tuples(st.integers(0, 60), st.none() | st.integers(0, 90)).map(
        lambda pair: (pair[0], pair[1] if pair[1] is None else pair[0] + pair[1])
    ),
    max_size=6,
)


@by_ledger
@given(PARTS, st.integers(0, 300))
def test_campaigns_leave_five_of_each_list_and_of_all_who_have_joined(parts, joined):
    found = shown([Brought(str(n), count, whole) for n, (count, whole) in enumerate(parts)], joined)

    for name, figure in found.items():
        count, whole = parts[int(name)]
        assert figure % 5 == 0
        assert FEWEST <= figure <= count
        assert whole is None or whole - figure >= FEWEST
    assert not found or joined - sum(found.values()) >= FEWEST


@by_ledger
@given(PARTS, st.integers(0, 300), st.integers(0, 5))
def test_of_a_campaign_that_brought_fewer_than_five_nobody_can_tell_whether_it_brought_anybody(
    parts, joined, at
):
    """Whatever stands around it: the other campaigns, all who have joined, the sheets of other days."""
    parts = [*parts[:at], (FEWEST - 1, None), *parts[at:]]
    at = min(at, len(parts) - 1)
    worlds = [
        shown(
            [Brought(str(n), hidden if n == at else count, whole) for n, (count, whole) in enumerate(parts)],
            joined,
        )
        for hidden in range(FEWEST)
    ]

    assert all(world == worlds[0] for world in worlds)
    assert str(at) not in worlds[0]


@given(st.integers(1, 5000), st.integers(0, 50))
def test_a_share_at_least_leaves_room_for_nobody_and_for_four(part, rest):
    share = least_share(part, rest)

    if share is not None:
        for hidden in (0, FEWEST - 1, rest):
            assert part / (part + hidden) >= share / 100


def test_answered_and_unanswered_are_apart_so_that_a_share_gives_nobody_away():
    """Nine of ten people were answered: of the one who waits nothing is said."""
    known = Gathered(population=1000, since=BEGAN)
    known.months[series.ANSWERED][BEGAN] = Leaf(90, 9)
    known.months[series.UNANSWERED][BEGAN] = Leaf(1, 1, frozenset({"her"}))
    known.medians[Period(MONTH, BEGAN)] = 4321.0

    sheet = sheets_of(known, date(2026, 8, 3))[Period(MONTH, BEGAN)]

    assert sheet["cells"] == {series.ANSWERED: [90, 1]}
    assert "answered" not in sheet
    assert (sheet["answered_least"], sheet["median"]) == (95, 4500)


@by_ledger
@given(ledgers, st.sampled_from(DAYS[20:]))
def test_sign_ups_so_far_are_the_groups_of_days_that_are_shown_and_who_is_verified_leaves_five(lines, today):
    known = Gathered(population=1000, since=BEGAN)
    written = [line for line in lines if line[1] < today]
    this_month = today.replace(day=1)
    over = leaves([line for line in written if line[1] < this_month], lambda day: day.replace(day=1))
    known.months[series.JOINED] = known.months[series.VERIFIED] = over
    known.days[series.JOINED] = leaves(written, lambda day: day)
    sheets = sheets_of(known, today)

    shown = 0
    for period in sorted(each for each in sheets if each.span == MONTH):
        shown += sum(amount for _first, _after, amount in sheets[period]["days"])
        so_far = sheets[period]["so_far"]
        assert so_far.get(series.JOINED, 0) == shown
        assert so_far.get(series.VERIFIED, 0) <= max(0, shown - FEWEST)


def test_quarters_never_fill_the_commune():
    known = Gathered(population=1000, since=BEGAN)
    known.months[series.JOINED][BEGAN] = Leaf(12, 12)
    known.months["joined@1"][BEGAN] = Leaf(12, 12)
    for number in range(12):
        known.days[series.JOINED][BEGAN + timedelta(days=number)] = Leaf(1, 1, frozenset({number}))

    assert sheets_of(known, date(2026, 8, 3))[Period(MONTH, BEGAN)]["quarters"] == {"1": 5}
