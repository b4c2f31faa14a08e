"""The idea box: written, supported once, talked about, answered."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from placette.civic.actions import ideas as actions
from placette.civic.models import Comment, Idea, Support
from placette.core.tests.racing import at_once
from placette.notices.models import Notice
from placette.people.tests.factories import officer_of, person_of

from .reporting import idea_of

pytestmark = pytest.mark.django_db


def typed(**others) -> dict:
    return {
        "title": "Une fête des voisins",
        "text": "Un soir de juin.",
        "place": "La halle",
        "key": uuid4(),
    } | others


def test_an_idea_is_written_once_and_supported_by_its_author(client):
    client.force_login(person_of())
    form = typed()

    sent = client.post("/idees/nouvelle/", form)
    client.post("/idees/nouvelle/", form)

    idea = Idea.objects.get()
    assert sent["Location"] == f"/idees/{idea.pk}/"
    assert idea.supports == 1
    assert "Une fête des voisins" in client.get("/idees/").content.decode()


def test_the_like_are_shown_first_to_support_them_instead(client):
    idea = idea_of(person_of("Odile"))
    client.force_login(person_of("Paul"))

    asked = client.post("/idees/nouvelle/", typed(title="Bancs au bord du canal")).content.decode()
    client.post(f"/idees/{idea.pk}/soutien/")
    client.post(f"/idees/{idea.pk}/soutien/")

    assert "Des bancs le long du canal" in asked
    assert Idea.objects.get().supports == 2
    assert (
        client.post("/idees/nouvelle/", typed(title="Bancs au bord du canal", sure="yes")).status_code == 302
    )


def test_the_page_names_no_supporter_and_asks_little(client, django_assert_num_queries):
    idea = idea_of(person_of("Odile"))
    actions.support(idea, person_of("Zénobie"))
    actions.comment(idea, person_of("Paul"), "Avec de l’ombre !")
    client.force_login(person_of("Marie"))

    with django_assert_num_queries(11):
        page = client.get(f"/idees/{idea.pk}/").content.decode()

    assert "Avec de l’ombre !" in page
    assert "2 habitants la soutiennent" in page
    assert "Zénobie" not in page


def test_a_comment_is_published_once_and_an_empty_one_refused(client):
    idea = idea_of(person_of("Odile"))
    client.force_login(person_of("Paul"))
    form = {"text": "Bonne idée", "key": uuid4()}

    client.post(f"/idees/{idea.pk}/commentaires/", form)
    client.post(f"/idees/{idea.pk}/commentaires/", form)
    empty = client.post(f"/idees/{idea.pk}/commentaires/", {"text": ""})

    assert Comment.objects.count() == 1
    assert empty.status_code == 422
    assert "Écrivez d’abord" in empty.content.decode()


def test_the_town_hall_answers_with_a_reason_and_supporters_are_told(client):
    idea, officer = idea_of(person_of("Odile")), officer_of()
    client.force_login(officer)

    refused = client.post(f"/mairie/idees/{idea.pk}/", {"state": "declined", "note": ""})
    client.post(
        f"/mairie/idees/{idea.pk}/", {"state": "declined", "note": "Le canal n’est pas à la commune."}
    )

    assert refused.status_code == 422
    idea.refresh_from_db()
    assert (idea.state, idea.answer) == ("declined", "Le canal n’est pas à la commune.")
    assert Notice.objects.filter(person=idea.author, kind="idea").count() == 1
    assert "Le canal n’est pas" in client.get(f"/idees/{idea.pk}/").content.decode()


def test_what_is_hidden_is_read_by_nobody_else(client):
    idea, officer = idea_of(person_of("Odile")), officer_of()
    client.force_login(officer)
    client.post(f"/mairie/idees/{idea.pk}/masquer/")
    client.force_login(person_of("Paul"))

    assert client.get(f"/idees/{idea.pk}/").status_code == 404
    assert idea.title not in client.get("/idees/").content.decode()


def test_strangers_and_other_desks_are_refused(client):
    idea = idea_of(person_of("Odile"))

    assert client.get(f"/idees/{idea.pk}/").status_code == 302
    client.force_login(officer_of("31499"))
    assert client.get(f"/idees/{idea.pk}/").status_code == 404
    assert client.post(f"/mairie/idees/{idea.pk}/", {"state": "done", "note": "x"}).status_code == 404
    client.force_login(person_of("Luc", lives_in="31499"))
    assert client.post(f"/idees/{idea.pk}/soutien/").status_code == 404


def test_support_is_counted_by_the_database_alone():
    idea = idea_of(person_of())

    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.filter(pk=idea.pk).update(supports=100)
    Idea.objects.filter(pk=idea.pk).update(state="done")
    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.filter(pk=idea.pk).update(state="proposed")


@pytest.mark.django_db(transaction=True)
def test_who_presses_five_times_at_once_supports_once():
    idea, paul = idea_of(person_of("Odile")), person_of("Paul")

    at_once(lambda _: actions.support(idea, paul), range(5))

    idea.refresh_from_db()
    assert (idea.supports, Support.objects.filter(person=paul).count()) == (2, 1)
