from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placette.impact import actions
from placette.impact.queries import Figures, figures
from placette.impact.suppression import FEWEST, fewest_people, shown

from .test_ledger import ASKED, commune, exchange

SINCE, UNTIL = ASKED - timedelta(days=1), ASKED + timedelta(days=1)


def ask(number, by, answered_after=None, asked_at=ASKED, code="31187"):
    actions.record_request(f"listing:{number}", "help", code, asked_at, by=by)
    if answered_after is not None:
        actions.record_first_answer(f"listing:{number}", asked_at + answered_after)


@pytest.mark.django_db
def test_share_answered_and_median_time_to_first_answer():
    commune()
    for number, minutes in enumerate([10, 20, 30, 40, 600]):
        ask(number, by=number, answered_after=timedelta(minutes=minutes))
    ask(5, by=0)

    found = figures(["31187"], SINCE, UNTIL)

    assert found.requests == 6
    assert found.answered_share == pytest.approx(5 / 6)
    assert found.first_answer == timedelta(minutes=30)


@pytest.mark.django_db
def test_five_requests_of_four_people_say_nothing():
    commune()
    for number in range(5):
        ask(number, by=number % 4, answered_after=timedelta(hours=1))

    found = figures(["31187"], SINCE, UNTIL)

    assert found == Figures(*[None] * 7)


@pytest.mark.django_db
def test_the_median_of_four_answered_people_is_not_shown_although_the_share_is():
    commune()
    for number in range(6):
        ask(number, by=number, answered_after=timedelta(hours=1) if number < 4 else None)

    found = figures(["31187"], SINCE, UNTIL)

    assert found.answered_share == pytest.approx(4 / 6)
    assert found.first_answer is None


@pytest.mark.django_db
def test_requests_without_a_known_asker_are_about_nobody_and_not_shown():
    commune()
    for number in range(9):
        ask(number, by=None)

    assert figures(["31187"], SINCE, UNTIL).requests is None


@pytest.mark.django_db
def test_exchanges_ties_and_euros_of_a_period_and_its_communes():
    commune("31547", "Seysses")
    commune("31433", "Portet")
    pairs = list(combinations(range(6), 2))
    for number, pair in enumerate(pairs):
        exchange(f"agreement:{number}", people=pair, minutes=60)
    exchange("agreement:again", people=(0, 1))
    exchange("agreement:mixed", people=(0, 1), commune_code="31547")
    exchange("agreement:elsewhere", people=(0, 1), commune_code="31433", other_commune_code="31433")
    exchange("agreement:late", people=(0, 1), done_at=UNTIL)

    found = figures(["31187", "31547"], SINCE, UNTIL)

    assert (found.exchanges, found.ties) == (len(pairs) + 2, len(pairs))
    assert found.minutes == 60 * len(pairs)
    assert found.euros_saved_cents == 500 * (len(pairs) + 2)


@pytest.mark.django_db
def test_six_ties_may_be_four_people_and_are_not_shown():
    for number, pair in enumerate(combinations(range(4), 2)):
        exchange(f"agreement:{number}", people=pair)
    assert figures(["31187"], SINCE, UNTIL).exchanges is None

    exchange("agreement:7", people=(0, 4))
    assert figures(["31187"], SINCE, UNTIL).exchanges == 7


@pytest.mark.django_db
def test_figures_take_two_queries(django_assert_num_queries):
    with django_assert_num_queries(2):
        found = figures(["31187"], SINCE, UNTIL)
    assert found == Figures(*[None] * 7)


pairs_of_people = st.sets(
    st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda pair: pair[0] < pair[1]), max_size=40
)


@given(pairs_of_people)
def test_never_more_people_than_there_are(pairs):
    people = {person for pair in pairs for person in pair}
    assert fewest_people(len(pairs)) <= len(people)


@given(st.integers(2, 10_000))
def test_the_bound_is_reached_when_everybody_knows_everybody(people):
    assert fewest_people(people * (people - 1) // 2) == people
    assert fewest_people(people * (people - 1) // 2 + 1) == people + 1


@given(st.integers(), st.integers(-3, 50))
def test_nothing_about_fewer_than_five_people_is_shown(figure, people):
    assert shown(figure, people) == (figure if people >= FEWEST else None)
