"""What people read of an answer and of the steps of an agreement, in the thread, in notices and in their e-mails."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from placette.listings.actions import agreements
from placette.notices.kinds import KINDS
from placette.notices.models import Notice
from placette.people.tests.factories import person_of

from .factories import agreement_in, answer_to, listing_of, request_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
SATURDAY_AT_TEN = datetime(2026, 11, 28, 9, tzinfo=UTC)


def notices_of(person) -> list[str]:
    return [KINDS[each.kind].sentence(each.facts) for each in Notice.objects.filter(person=person)]


@pytest.fixture
def two():
    return person_of(), person_of("Karim", "Benali")


@pytest.mark.parametrize(
    ("annonce", "said"),
    [
        (request_of, "Karim B. répond à votre demande « Porter une armoire »."),
        (listing_of, "Karim B. répond à votre annonce « Porter une armoire »."),
    ],
)
def test_an_answer_is_told_as_one_and_does_not_quote_the_author_to_herself(two, annonce, said):
    jeanne, karim = two

    answer_to(annonce(jeanne, title="Porter une armoire"), karim, "Avec plaisir")

    assert notices_of(jeanne) == [said]


def test_a_notice_of_before_reads_well_too():
    assert KINDS["answer"].sentence({"name": "Karim B.", "title": "Une échelle"}) == (
        "Karim B. répond à votre annonce « Une échelle »."
    )
    assert KINDS["agreement"].sentence({"name": "Karim B.", "title": "Une échelle", "step": "proposed"}) == (
        "Karim B. fait une proposition pour « Une échelle »."
    )


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"starts_at": SATURDAY_AT_TEN}, "Karim B. propose samedi 28 novembre à 10\u00a0h"),
        (
            {"starts_at": SATURDAY_AT_TEN, "ends_at": SATURDAY_AT_TEN + timedelta(hours=2)},
            "Karim B. propose samedi 28 novembre de 10\u00a0h à 12\u00a0h",
        ),
        ({}, "Karim B. fait une proposition"),
    ],
    ids=["a moment", "a span", "when is left open"],
)
def test_a_proposal_says_in_the_thread_and_in_its_notice_what_is_proposed(client, two, terms, said):
    jeanne, karim = two
    answer = answer_to(request_of(jeanne, title="Porter une armoire"), karim)
    client.force_login(jeanne)

    with time_machine.travel(NOW, tick=False):
        agreement_in(answer, karim, **terms)
        told = notices_of(jeanne)
        page = client.get(f"/messages/{answer.conversation_id}/").content.decode()
        inbox = client.get("/messages/").content.decode()

    assert f"{said} pour « Porter une armoire »." in told
    assert f"<bdi>{said}</bdi>" in page
    assert f"<bdi>{said}</bdi>" in inbox


def test_a_proposal_goes_by_the_clocks_of_the_annonce_wherever_it_is_read():
    jeanne, karim = person_of(lives_in="97209"), person_of("Karim", "Benali", lives_in="97209")

    with time_machine.travel(NOW, tick=False):
        agreement_in(answer_to(request_of(jeanne), karim), karim, starts_at=SATURDAY_AT_TEN)
        told = notices_of(jeanne)

    assert any("samedi 28 novembre à 5\u00a0h" in each for each in told)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("accept", "Jeanne M. est d’accord pour « Porter une armoire »."),
        ("decline", "Jeanne M. décline votre proposition pour « Porter une armoire »."),
    ],
)
def test_a_reply_is_told_in_one_sentence(two, step, said):
    jeanne, karim = two
    agreement = agreement_in(answer_to(request_of(jeanne, title="Porter une armoire"), karim), karim)

    agreements.take(step, agreement, jeanne)

    assert notices_of(karim) == [said]


def test_the_reason_of_a_cancellation_stands_after_its_line(client, two):
    jeanne, karim = two
    answer = answer_to(request_of(jeanne), karim)
    agreement = agreements.take("accept", agreement_in(answer, karim), jeanne)
    agreements.take("cancel", agreement, karim, reason="Je suis malade.")
    client.force_login(jeanne)

    page = client.get(f"/messages/{answer.conversation_id}/").content.decode()

    assert "Karim B. annule l’accord : « Je suis malade. »" in page
