"""Who works for two town halls: a page about one thing asks the space of that thing's commune, whatever desk is named."""

import pytest
from django.utils import timezone

from placette.civic.actions import ideas
from placette.civic.models import Announcement, Comment, PartnerKey
from placette.civic.open311 import keys
from placette.people.models import Person, Role
from placette.people.tests.factories import commune_of, member_of, officer_of, person_of
from placette.places.models import Space

from .factories import announcement_of, poll_of
from .reporting import idea_of, report_of

pytestmark = pytest.mark.django_db
HERE, THERE = "31187", "31499"


@pytest.fixture
def officer() -> Person:
    officer = officer_of(HERE)
    Role.objects.create(person=officer, name=Role.Name.OFFICER, commune=commune_of(THERE))
    return officer


def suspend(code: str) -> None:
    Space.objects.filter(commune=code).update(suspended_at=timezone.now(), suspended_because="Une panne.")


def test_what_rests_is_not_touched_from_the_desk_of_another(client, officer):
    rose = person_of("Rose", lives_in=THERE)
    there = commune_of(THERE)
    announcement, poll = announcement_of(officer, commune=there), poll_of(officer, commune=there)
    idea, report = idea_of(rose, commune=there), report_of(rose, commune=there)
    ideas.comment(idea, rose, "Oui !")
    keys.issue(there, "Application", officer)
    suspend(THERE)
    client.force_login(officer)

    touched = (
        f"actualites/{announcement.pk}/retirer/", f"consultations/{poll.pk}/retirer/", f"idees/{idea.pk}/masquer/",
        f"idees/commentaires/{Comment.objects.get().pk}/masquer/", f"signalements/{report.pk}/masquer/",
        f"signalements/cles/{PartnerKey.objects.get().pk}/fin/",
    )  # fmt: skip
    for path in touched:
        answer = client.post(f"/mairie/{path}?commune={HERE}", {"commune": HERE})
        assert (answer.status_code, "suspendu" in answer.text) == (403, True), path
    announcement.refresh_from_db()
    assert announcement.state == Announcement.State.PUBLISHED


def test_what_is_going_is_taken_back_while_the_other_rests(client, officer):
    member_of(officer, "75056")  # where she lives
    announcement = announcement_of(officer, commune=commune_of(THERE))
    suspend(HERE)
    suspend("75056")
    client.force_login(officer)

    client.post(f"/mairie/actualites/{announcement.pk}/retirer/")

    announcement.refresh_from_db()
    assert announcement.state == Announcement.State.WITHDRAWN
    assert client.get("/mairie/actualites/").status_code == 403


def test_what_is_nobody_s_is_not_found(client, officer):
    client.force_login(officer)

    assert client.get("/mairie/actualites/999999/").status_code == 404
