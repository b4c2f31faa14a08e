"""What is settled before its e-mail leaves is not mailed: over real SMTP."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from placette.listings.actions import agreements, annonces, answering
from placette.listings.tasks import remind
from placette.people.models import Offering
from placette.people.tests.factories import person_of

from .factories import agreement_in, answer_to, request_of
from .test_asking import ask

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def later(worker):
    """Run the jobs that wait, also those whose grace is not over."""

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
        worker()

    return run


@pytest.fixture
def asked():
    """A request, and two who have been told of it."""
    helpers = [person_of("Odile"), person_of("Paul")]
    for helper in helpers:
        Offering.objects.create(person=helper, text="une échelle")
    return ask(person_of(), "une échelle"), helpers


def test_while_it_stands_those_who_can_help_are_written_to(smtp, worker, asked):
    worker()

    assert [len(smtp.to(helper.email)) for helper in asked[1]] == [1, 1]


@pytest.mark.parametrize("settle", [annonces.close, annonces.pause])
def test_a_request_that_is_taken_away_is_not_mailed(smtp, worker, asked, settle):
    listing, helpers = asked
    settle(listing)
    worker()

    assert [len(smtp.to(helper.email)) for helper in helpers] == [0, 0]


def test_a_request_that_has_its_answer_is_not_mailed_to_the_others(smtp, worker, asked):
    listing, (odile, paul) = asked
    answering.answer(listing, odile, "J’en ai une")
    worker()

    assert smtp.to(paul.email) == []
    assert len(smtp.to(listing.author.email)) == 1, "she reads that she is answered"


def test_a_step_read_in_the_open_thread_is_not_mailed(smtp, later, worker, client):
    jeanne, karim = person_of(), person_of("Karim")
    answer = answer_to(request_of(jeanne), karim)
    later()
    agreement_in(answer, karim)
    worker()
    assert not any("proposition" in str(mail["Subject"]) for mail in smtp.to(jeanne.email))

    client.force_login(jeanne)
    client.get(f"/messages/{answer.conversation_id}/")
    later()

    assert not any("proposition" in str(mail["Subject"]) for mail in smtp.to(jeanne.email))


def test_a_step_that_nobody_reads_is_mailed(smtp, later):
    jeanne, karim = person_of(), person_of("Karim")
    agreement_in(answer_to(request_of(jeanne), karim), karim)
    later()

    assert any("fait une proposition" in str(mail["Subject"]) for mail in smtp.to(jeanne.email))


def test_a_proposal_taken_back_is_not_mailed(smtp, later):
    jeanne, karim = person_of(), person_of("Karim")
    agreement = agreement_in(answer_to(request_of(jeanne), karim), karim)
    agreements.take("withdraw", agreement, karim)
    later()

    subjects = [str(mail["Subject"]) for mail in smtp.to(jeanne.email)]
    assert not any("fait une proposition" in subject for subject in subjects)
    assert any("retire sa proposition" in subject for subject in subjects)


def test_a_cancelled_meeting_is_not_reminded_of(smtp, later):
    jeanne, karim = person_of(), person_of("Karim")
    evening = datetime(2026, 12, 1, 16, 30, tzinfo=UTC)
    with time_machine.travel(evening, tick=False):
        agreement = agreement_in(
            answer_to(request_of(jeanne), karim), karim, starts_at=evening + timedelta(days=1)
        )
        agreements.take("accept", agreement, jeanne)
        remind(0)
        agreements.take("cancel", agreement, jeanne)
        remind(0)
    later()

    written = [str(mail["Subject"]) for mail in smtp.messages]
    assert not any(subject.startswith("Demain") for subject in written)
    assert any("annule votre accord" in subject for subject in written)
