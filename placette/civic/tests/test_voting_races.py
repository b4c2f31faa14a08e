"""A hundred attempts of one person, and a crowd at once: one vote each, none lost."""

from collections import Counter

import pytest
from django.db import connection

from placette.civic import urn
from placette.civic.actions import announcements, counting, polls
from placette.civic.actions.refusals import Refused
from placette.civic.models import Announcement, Option, Poll, Sighting, Urn, Voted
from placette.core.tests.racing import at_once
from placette.people.tests.factories import officer_of, person_of

from .factories import announcement_of, poll_of

pytestmark = pytest.mark.django_db(transaction=True)


def outcomes(act, whom):
    """How many times each: « done », or the name of a refusal."""
    said = at_once(act, whom, refusals=Refused)
    return Counter(type(each).__name__ if isinstance(each, Refused) else "done" for each in said)


def test_one_person_tries_a_hundred_times_outcomes():
    poll, jeanne = poll_of(officer_of()), person_of()

    done = outcomes(lambda number: polls.vote(poll.pk, jeanne, [number % 3]), range(100))

    assert done == {"done": 1, "AlreadyVoted": 99}
    voters, *sums = urn.unseal(poll.pk, Urn.objects.get().sealed)
    assert (voters, sum(sums), Voted.objects.count(), Poll.objects.get().ballots) == (1, 1, 1, 1)


def test_forty_neighbours_vote_at_once_and_four_workers_count():
    poll = poll_of(officer_of())
    people = [person_of(f"Voisin{number}") for number in range(40)]

    done = outcomes(lambda person: polls.vote(poll.pk, person, [person.pk % 3]), people)
    outcomes(lambda _worker: counting.count(poll.pk, poll.closes_at), range(4))

    assert done == {"done": 40}
    expected = Counter(person.pk % 3 for person in people)
    assert list(Option.objects.values_list("score", flat=True)) == [expected[n] for n in range(3)]


def test_an_announcement_is_seen_once_by_each_and_published_once():
    one = announcement_of(officer_of(), published=False)
    people = [person_of(f"Voisin{number}") for number in range(8)]

    outcomes(lambda _worker: announcements.publish(one.pk), range(6))
    one.refresh_from_db()
    outcomes(lambda person: announcements.see(one, person), people * 4)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'civic.tell'")
        assert cursor.fetchone() == (1,)
    assert Announcement.objects.get().seen == Sighting.objects.count() == 8
