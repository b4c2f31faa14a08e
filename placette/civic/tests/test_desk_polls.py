"""The officer asks: draft, preview, published; never looks into the urn."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from placette.civic.actions import polls
from placette.civic.models import Poll, Urn, Voted
from placette.people.tests.factories import officer_of, person_of

from .factories import poll_of

pytestmark = pytest.mark.django_db


def typed(**others) -> dict:
    start, end = (timezone.localtime() + timedelta(days=days) for days in (1, 8))
    return {
        "question": "Où planter les arbres ?",
        "text": "Dix arbres, cet hiver.",
        "options": "La halle\nLe stade\n\n L’école ",
        "kind": "single",
        "opens_at": f"{start:%Y-%m-%dT%H:%M}",
        "closes_at": f"{end:%Y-%m-%dT%H:%M}",
    } | others


def test_a_question_is_read_again_published_and_then_stands(client):
    client.force_login(officer_of())
    key = uuid4()

    sent = client.post("/mairie/consultations/nouvelle/", typed(key=key))
    twice = client.post("/mairie/consultations/nouvelle/", typed(key=key))
    poll = Poll.objects.get()
    preview = client.get(sent["Location"]).content.decode()
    client.post(f"/mairie/consultations/{poll.pk}/modifier/", typed(options="A\nB"))
    client.post(f"/mairie/consultations/{poll.pk}/publier/")
    late = client.post(f"/mairie/consultations/{poll.pk}/modifier/", typed(question="Autre ?"))

    assert sent["Location"] == twice["Location"] == f"/mairie/consultations/{poll.pk}/"
    assert "L’école" in preview
    poll.refresh_from_db()
    assert (poll.state, poll.question) == ("published", "Où planter les arbres ?")
    assert [option.text for option in poll.options.all()] == ["A", "B"]
    assert late.status_code == 302


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ({"question": ""}, "Écrivez la question à laquelle on répond."),
        ({"options": "Une seule"}, "Donnez au moins deux réponses possibles"),
        ({"options": "Oui\noui"}, "Deux réponses sont les mêmes"),
        ({"options": "\n".join(map(str, range(13)))}, "Douze réponses au plus"),
        ({"options": "a\n" + "b" * 121}, "Cette réponse est trop longue"),
        ({"kind": "ranked", "options": "1\n2\n3\n4\n5\n6\n7"}, "Six propositions au plus"),
        ({"kind": "several"}, "Dites combien de réponses chacun peut choisir"),
        ({"kind": "several", "most": "4"}, "Il n’y a pas tant de réponses"),
        ({"closes_at": "2025-01-01T10:00"}, "Cette fin est déjà passée"),
        ({"opens_at": ""}, "Choisissez un jour et une heure."),
    ],
)
def test_a_refusal_says_what_to_do_and_loses_nothing(client, others, said):
    client.force_login(officer_of())

    page = client.post("/mairie/consultations/nouvelle/", typed(**others))

    assert page.status_code == 200
    assert said in page.content.decode()
    assert "Dix arbres, cet hiver." in page.content.decode()
    assert not Poll.objects.exists()


def test_a_withdrawn_poll_forgets_all_votes(client):
    officer = officer_of()
    poll = poll_of(officer)
    for number in range(6):
        polls.vote(poll.pk, person_of(f"Voisin{number}"), [0])
    client.force_login(officer)

    client.post(f"/mairie/consultations/{poll.pk}/retirer/")

    assert Poll.objects.get().state == "withdrawn"
    assert not Voted.objects.exists()
    assert not Urn.objects.exists()
    client.force_login(person_of("Rose"))
    assert client.get(f"/consultations/{poll.pk}/").status_code == 404


def test_a_draft_is_thrown_away_and_what_is_published_is_not(client):
    officer = officer_of()
    draft, published = poll_of(officer, published=False), poll_of(officer)
    client.force_login(officer)

    for poll in (draft, published):
        client.post(f"/mairie/consultations/{poll.pk}/supprimer/")

    assert Poll.objects.get() == published


def test_nobody_else_comes_in(client):
    poll = poll_of(officer_of(), published=False)
    for who in (person_of(), officer_of("31499")):
        client.force_login(who)
        for page in ("", "modifier/"):
            assert client.get(f"/mairie/consultations/{poll.pk}/{page}").status_code == 404
        for verb in ("publier", "retirer", "supprimer"):
            assert client.post(f"/mairie/consultations/{poll.pk}/{verb}/").status_code == 404
    client.force_login(person_of("Rose"))
    assert client.get("/mairie/consultations/").status_code == 404
    assert Poll.objects.get().state == "draft"


def test_a_draft_whose_end_has_passed_is_not_published(client):
    officer = officer_of()
    past = timezone.now() - timedelta(days=1)
    poll = poll_of(officer, published=False, opens_at=past - timedelta(days=1), closes_at=past)
    client.force_login(officer)

    client.post(f"/mairie/consultations/{poll.pk}/publier/")
    page = client.get(f"/mairie/consultations/{poll.pk}/").content.decode()

    assert Poll.objects.get().state == "draft"
    assert "La date de fin est passée" in page


def test_the_desk_asks_as_often_however_much_there_is(client, django_assert_num_queries):
    officer = officer_of()
    client.force_login(officer)
    client.get("/mairie/consultations/")
    for number in range(5):
        poll_of(officer, question=f"Question {number} ?")

    with django_assert_num_queries(4 + 1 + 2):  # who asks; notices; polls and their quarters
        client.get("/mairie/consultations/")
