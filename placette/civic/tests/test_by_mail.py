"""A poll of the town hall, voted in by the link of its e-mail."""

import pytest

from placette.civic.actions import telling
from placette.civic.models import Turnout, Voted
from placette.notices.tests.links import offered, path_of
from placette.people.tests.factories import officer_of, person_of

from .factories import poll_of

pytestmark = pytest.mark.django_db


def test_a_vote_by_e_mail_is_as_final_as_on_the_page(client):
    jeanne = person_of()
    poll = poll_of(officer_of())
    telling.poll_opened(poll)
    link = offered(jeanne, "poll")["Voter"]

    unsure = client.post(link, {"choice": "1"})
    voted = client.post(link, {"choice": "1", "sure": "on"})
    again = client.post(link, {"choice": "2", "sure": "on"})

    assert unsure.status_code == 422
    assert "cochez cette case" in unsure.text
    assert "Votre vote est dans l’urne" in voted.text
    assert "Vous avez déjà voté" in again.text
    assert (Voted.objects.count(), Turnout.objects.get().voters) == (1, 1)


def test_a_ranking_by_e_mail(client):
    jeanne = person_of()
    poll = poll_of(officer_of(), kind="ranked")
    link = path_of(jeanne, "poll.vote", poll.pk)

    twice = client.post(link, {"rank_0": "1", "rank_1": "1", "rank_2": "3", "sure": "on"})
    client.post(link, {"rank_0": "2", "rank_1": "1", "rank_2": "3", "sure": "on"})

    assert "le même rang" in twice.text
    assert Voted.objects.count() == 1


def test_who_has_no_voice_casts_no_vote(client):
    newcomer, stranger = person_of(verified=False), person_of("Rose", lives_in="31499")
    poll = poll_of(officer_of())

    assert (
        client.post(path_of(newcomer, "poll.vote", poll.pk), {"choice": "1", "sure": "on"}).status_code == 409
    )
    assert client.post(
        path_of(stranger, "poll.vote", poll.pk), {"choice": "1", "sure": "on"}
    ).status_code in {
        409,
        410,
    }
    assert not Voted.objects.exists()
