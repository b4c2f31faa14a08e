"""A resident reads the question, votes after reading her choice again, and finds the result."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from placette.civic.actions import counting, polls
from placette.civic.models import Poll
from placette.people.models import Membership
from placette.people.tests.factories import commune_of, member_of, officer_of, person_of
from placette.places.models import Quarter

from .factories import poll_of

pytestmark = pytest.mark.django_db


def voted_by(poll: Poll, *choices: list[int]) -> None:
    for number, chosen in enumerate(choices):
        polls.vote(poll.pk, person_of(f"Voisin{number}"), chosen)


def test_one_reads_one_s_choice_again_and_then_votes(client):
    poll = poll_of(officer_of())
    client.force_login(person_of())
    address = f"/consultations/{poll.pk}/vote/"

    again = client.post(address, {"choice": "1"}).content.decode()
    back = client.post(address, {"choice": "1", "sure": "no"}).content.decode()
    sent = client.post(address, {"choice": "1", "sure": "yes"})

    assert "C’est bien votre choix ?" in again.replace("\xa0", " ")
    assert "Le stade" in again
    assert '<input type="hidden" name="choice" value="1">' in again
    assert 'value="1" required id="id_choice_1" checked' in back or 'value="1" checked' in " ".join(
        back.split()
    )
    assert sent["Location"] == f"/consultations/{poll.pk}/merci/"
    assert "Votre voix est dans l’urne" in client.get(sent["Location"]).content.decode()
    assert "Vous avez voté, merci" in client.get(f"/consultations/{poll.pk}/").content.decode()
    assert client.post(address, {"choice": "0", "sure": "yes"})["Location"] == f"/consultations/{poll.pk}/"
    assert Poll.objects.get().ballots == 1


@pytest.mark.parametrize(
    ("kind", "most", "typed", "said"),
    [
        ("single", 1, {}, "Choisissez une réponse, puis votez."),
        ("several", 2, {"choice": ["0", "1", "2"]}, "2 réponses au plus"),
        ("ranked", 1, {"rank_0": "1", "rank_1": "1", "rank_2": "2"}, "Deux propositions ont le même rang"),
        ("ranked", 1, {"rank_0": "1", "rank_1": "2"}, "Donnez-lui un rang."),
    ],
)
def test_a_refused_ballot_says_what_to_do(client, kind, most, typed, said):
    poll = poll_of(officer_of(), kind=kind, most=most)
    client.force_login(person_of())

    page = client.post(f"/consultations/{poll.pk}/vote/", typed | {"sure": "yes"})

    assert page.status_code == 422
    assert said in page.content.decode()
    assert Poll.objects.get().ballots == 0


def test_a_ranking_is_read_again_in_its_order(client):
    poll = poll_of(officer_of(), kind="ranked")
    client.force_login(person_of())
    typed = {"rank_0": "3", "rank_1": "1", "rank_2": "2"}

    page = client.post(f"/consultations/{poll.pk}/vote/", typed).content.decode()
    sent = client.post(f"/consultations/{poll.pk}/vote/", typed | {"sure": "yes"})

    assert page.index("Le stade") < page.index("L’école") < page.index("La halle")
    assert sent.status_code == 302


def test_who_may_not_vote_reads_why_and_her_vote_counts_for_nothing(client):
    quarter = Quarter.objects.create(commune=commune_of(), name="Bidot", slug="bidot")
    for_all, for_some = poll_of(officer_of()), poll_of(officer_of(), quarters=[quarter])
    unverified, elsewhere, worker = (
        person_of("Rose", verified=False),
        person_of("Paul", lives_in="31499"),
        person_of("Zoé", lives_in="31499"),
    )
    Membership.objects.create(person=worker, commune=commune_of(), purpose="work", verified_at=timezone.now())
    expected = [
        (unverified, for_all, "faites d’abord confirmer votre résidence"),
        (elsewhere, for_all, None),
        (worker, for_all, "Cette question s’adresse à d’autres habitants"),
        (person_of("Jeanne"), for_some, "Cette question s’adresse à d’autres habitants"),
        (officer_of(), for_all, "la mairie attend le résultat"),
    ]
    for person, poll, said in expected:
        client.force_login(person)
        page = client.get(f"/consultations/{poll.pk}/")
        client.post(f"/consultations/{poll.pk}/vote/", {"choice": "0", "sure": "yes"})
        assert page.status_code == (200 if said else 404)
        assert said is None or said in page.content.decode()
        assert "Relire mon choix" not in page.content.decode()

    hers = person_of("Odile", lives_in=None)
    member_of(hers, "31187", quarter="Bidot")
    client.force_login(hers)
    assert "Relire mon choix" in client.get(f"/consultations/{for_some.pk}/").content.decode()
    assert sum(Poll.objects.values_list("ballots", flat=True)) == 0


def test_no_figure_of_the_result_before_the_end_for_anybody(client):
    officer = officer_of()
    poll = poll_of(officer)
    voted_by(poll, *[[0]] * 6)
    for who, path in (
        (person_of("Rose"), f"/consultations/{poll.pk}/"),
        (officer, f"/mairie/consultations/{poll.pk}/"),
    ):
        client.force_login(who)
        page = client.get(path).content.decode()
        assert "Le résultat</h2>" not in page
        assert "voix" not in page.replace("Votre voix", "")
        assert "ont déjà voté" not in page, "today is not over"


def test_the_result_says_shares_votes_and_who_leads(client):
    poll = poll_of(officer_of())
    voted_by(poll, [0], [0], [0], [2], [2], [1])
    counting.count(poll.pk, poll.closes_at)
    client.force_login(person_of("Rose"))

    page = " ".join(client.get(f"/consultations/{poll.pk}/").content.decode().split())

    assert "6 habitants ont voté." in page
    assert page.index("La halle") < page.index("L’école") < page.index("Le stade")
    assert '50 % <span class="meta">(3 voix)</span>' in page
    assert page.count("En tête") == 1
    assert '<progress max="100" value="33"' in page


def test_fewer_than_five_is_said_and_no_figure_shown(client):
    poll = poll_of(officer_of())
    voted_by(poll, [0], [0], [2])
    counting.count(poll.pk, poll.closes_at)
    client.force_login(person_of("Rose"))

    page = client.get(f"/consultations/{poll.pk}/").content.decode()

    assert "Moins de cinq habitants ont voté" in page
    assert "voix" not in page
    assert "<progress" not in page


def test_between_the_end_and_the_count_one_waits_a_minute(client):
    poll = poll_of(officer_of())
    with time_machine.travel(poll.closes_at + timedelta(seconds=10)):
        client.force_login(person_of())
        page = client.get(f"/consultations/{poll.pk}/").content.decode()
        late = client.post(f"/consultations/{poll.pk}/vote/", {"choice": "0", "sure": "yes"})

    assert "on dépouille" in page
    assert late["Location"] == f"/consultations/{poll.pk}/"
    assert Poll.objects.get().ballots == 0


def test_the_square_asks_who_has_a_voice_and_the_list_shows_all(client):
    officer, jeanne = officer_of(), person_of()
    poll, later = (
        poll_of(officer),
        poll_of(
            officer,
            question="Quel jour pour le marché ?",
            opens_at=timezone.now() + timedelta(days=2),
            closes_at=timezone.now() + timedelta(days=5),
        ),
    )
    client.force_login(jeanne)
    square = client.get("/place/").content.decode()
    polls.vote(poll.pk, jeanne, [0])
    afterwards = client.get("/place/").content.decode()
    listed = client.get("/consultations/").content.decode()

    assert "À vous de voter" in square
    assert "Vous avez voté" in afterwards
    assert "Quel jour pour le marché" not in square
    assert listed.index("On vote en ce moment") < listed.index("Bientôt") < listed.index(later.question)
    client.force_login(person_of("Paul", lives_in="31499"))
    assert "Où planter" not in client.get("/place/").content.decode()


def test_the_pages_ask_as_often_however_much_there_is(client, django_assert_num_queries):
    officer, jeanne = officer_of(), person_of()
    for number in range(4):
        poll_of(officer, "ABCDEFGH"[: number + 2], question=f"Question {number} ?")
    client.force_login(jeanne)
    poll = Poll.objects.last()
    shared = 4 + 2  # session, person, memberships, roles; notices, messages

    client.get("/consultations/")
    with django_assert_num_queries(shared + 3):  # polls, quarters, her marks
        client.get("/consultations/")
    with django_assert_num_queries(shared + 3 + 2):  # poll, options, quarters; her mark, turnout
        client.get(f"/consultations/{poll.pk}/")
