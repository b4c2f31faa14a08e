"""One vote each, secret, final; a result only at the end, and none about fewer than five."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from placette.civic import tasks, urn
from placette.civic.actions import counting, polls
from placette.civic.actions.refusals import AlreadyVoted, Refused
from placette.civic.models import Option, Poll, Turnout, Urn, Voted
from placette.notices.models import Notice
from placette.people.tests.factories import officer_of, person_of

from .factories import poll_of

pytestmark = pytest.mark.django_db


def close(poll: Poll) -> Poll:
    counting.count(poll.pk, poll.closes_at)
    return Poll.objects.get(pk=poll.pk)


def scores(poll: Poll) -> list[int | None]:
    return list(Option.objects.filter(poll=poll).order_by("position").values_list("score", flat=True))


def test_five_votes_make_a_result_and_leave_nothing_of_who_voted():
    poll = poll_of(officer_of())
    for number in range(5):
        polls.vote(poll.pk, person_of(f"Voisin{number}"), [0 if number < 3 else 2])

    poll = close(poll)

    assert (poll.state, poll.ballots, scores(poll)) == ("counted", 5, [3, 0, 2])
    assert not Voted.objects.exists()
    assert not Urn.objects.exists()


def test_four_votes_make_none_and_are_erased():
    poll = poll_of(officer_of())
    for number in range(4):
        polls.vote(poll.pk, person_of(f"Voisin{number}"), [0])

    poll = close(poll)

    assert (poll.state, scores(poll)) == ("counted", [None, None, None])
    assert not Turnout.objects.exists()
    assert not Urn.objects.exists()


def test_a_vote_is_final():
    poll, jeanne = poll_of(officer_of()), person_of()
    polls.vote(poll.pk, jeanne, [0])
    before = bytes(Urn.objects.get().sealed)

    with pytest.raises(AlreadyVoted):
        polls.vote(poll.pk, jeanne, [1])

    assert bytes(Urn.objects.get().sealed) == before
    assert Poll.objects.get().ballots == 1


@pytest.mark.parametrize("moment", [timedelta(minutes=-5), timedelta(days=8)])
def test_nobody_votes_before_or_after(moment):
    poll = poll_of(officer_of())

    with pytest.raises(Refused, match="pas ouverte"):
        polls.vote(poll.pk, person_of(), [0], timezone.now() + moment)


@pytest.mark.parametrize(
    ("kind", "most", "chosen"),
    [
        ("single", 1, []),
        ("single", 1, [0, 1]),
        ("single", 1, [3]),
        ("single", 1, [-1]),
        ("several", 2, [0, 1, 2]),
        ("several", 2, [0, 0]),
        ("ranked", 1, [0, 1]),
        ("ranked", 1, [0, 1, 1]),
    ],
)
def test_a_ballot_is_as_the_poll_asks(kind, most, chosen):
    poll = poll_of(officer_of(), kind=kind, most=most)

    with pytest.raises(Refused):
        polls.vote(poll.pk, person_of(), chosen)

    assert Poll.objects.get().ballots == 0


def test_a_ranking_gives_points():
    poll = poll_of(officer_of(), kind="ranked")
    for number, ranking in enumerate([[0, 1, 2]] * 3 + [[1, 2, 0]] * 2):
        polls.vote(poll.pk, person_of(f"Voisin{number}"), ranking)

    assert scores(close(poll)) == [3 * 3 + 2 * 1, 3 * 2 + 2 * 3, 3 * 1 + 2 * 2]


ballots = st.lists(st.permutations([0, 1, 2, 3]), min_size=0, max_size=9)


@settings(max_examples=12, deadline=None)
@given(kind=st.sampled_from(["single", "several", "ranked"]), cast=ballots, cut=st.integers(1, 3))
def test_whatever_is_cast_the_sums_are_those_of_the_voters(kind, cast, cut):
    with transaction.atomic():
        poll = poll_of(officer_of(), "ABCD", kind=kind, most=3 if kind == "several" else 1)
        added = [0, 0, 0, 0]
        for number, order in enumerate(cast):
            chosen = order if kind == "ranked" else order[: cut if kind == "several" else 1]
            polls.vote(poll.pk, person_of(f"Voisin{number}"), chosen)
            for rank, position in enumerate(chosen):
                added[position] += 4 - rank if kind == "ranked" else 1
        voters, *sums = urn.unseal(poll.pk, Urn.objects.get(poll=poll).sealed)
        marked = Voted.objects.filter(poll=poll).count()
        by_day = sum(Turnout.objects.filter(poll=poll).values_list("voters", flat=True))
        assert voters == marked == by_day == len(cast) == Poll.objects.get(pk=poll.pk).ballots
        assert sums == added
        assert scores(close(poll)) == (added if len(cast) >= 5 else [None] * 4)
        transaction.set_rollback(True)


def test_the_opening_and_the_result_are_told_once_also_after_an_outage(worker):
    officer, resident = officer_of(), person_of()
    unverified, elsewhere = person_of("Rose", verified=False), person_of("Paul", lives_in="31499")
    poll = poll_of(officer)
    tasks.ask_and_count(0)
    tasks.ask_and_count(0)
    for number in range(5):
        polls.vote(poll.pk, person_of(f"Voisin{number}"), [0])

    with time_machine.travel(poll.closes_at + timedelta(days=3)):
        tasks.ask_and_count(0)
        tasks.ask_and_count(0)
        worker()

    told = Notice.objects.filter(person=resident).order_by("pk").values_list("facts__event", flat=True)
    assert list(told) == ["opened", "counted"]
    assert not Notice.objects.filter(person__in=[unverified, elsewhere, officer]).exists()


def test_a_poll_that_nobody_could_see_is_not_told_when_it_is_over():
    poll = poll_of(officer_of())
    resident = person_of()

    with time_machine.travel(poll.closes_at + timedelta(days=1)):
        tasks.ask_and_count(0)

    assert Poll.objects.get().state == "counted"
    assert not Notice.objects.filter(person=resident, facts__event="opened").exists()
