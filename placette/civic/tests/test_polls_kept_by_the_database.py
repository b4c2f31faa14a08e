"""A question stands from its publication on, a vote is final, a result stays: whoever writes the tables."""

import pytest
from django.db import IntegrityError, connection, transaction

from placette.civic.actions import counting, polls
from placette.civic.models import Voted
from placette.people.tests.factories import officer_of, person_of

from .factories import poll_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("UPDATE civic_poll SET question = 'Autre'", "what_is_asked_stands"),
        ("UPDATE civic_poll SET closes_at = closes_at + interval '1 day'", "what_is_asked_stands"),
        ("UPDATE civic_poll SET ballots = 40", "counts_come_from_marks_alone"),
        ("UPDATE civic_poll SET state = 'draft'", "a_poll_goes_its_way"),
        ("UPDATE civic_option SET text = 'Autre' WHERE position = 0", "what_is_asked_stands"),
        ("DELETE FROM civic_option WHERE position = 0", "what_is_asked_stands"),
        ("DELETE FROM civic_voted", "a_vote_is_final"),
        ("UPDATE civic_voted SET mark = gen_random_uuid()", "a_vote_is_final"),
    ],
)
def test_the_database_keeps_a_poll_that_is_going_on(sql, broken):
    poll = poll_of(officer_of())
    polls.vote(poll.pk, person_of(), [0])

    with pytest.raises(IntegrityError, match=broken), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_keeps_a_result():
    poll = poll_of(officer_of())
    for number in range(5):
        polls.vote(poll.pk, person_of(f"Voisin{number}"), [0])
    counting.count(poll.pk, poll.closes_at)

    for sql in ("UPDATE civic_option SET score = 9", "UPDATE civic_poll SET state = 'published'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    with pytest.raises(IntegrityError), transaction.atomic():
        Voted.objects.create(mark="00000000-0000-4000-8000-000000000000", poll=poll)
