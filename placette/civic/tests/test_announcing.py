"""Who is told, when, once: also after an outage of the worker."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from placette.civic import tasks
from placette.civic.actions import announcements, telling
from placette.civic.actions.refusals import Refused
from placette.civic.models import Announcement
from placette.notices.models import Notice
from placette.people.tests.factories import member_of, officer_of, person_of
from placette.places.models import Quarter, Space

from .factories import announcement_of, poll_of

pytestmark = pytest.mark.django_db
TYPED = {
    "level": "normal",
    "title": "Marché de Noël",
    "text": "Place de la halle, dès dix heures.",
    "place": "La halle",
}


def soon(**later) -> str:
    return f"{timezone.localtime() + timedelta(**later):%Y-%m-%dT%H:%M}"


def test_what_is_scheduled_comes_once_also_after_an_outage(client):
    officer, resident = officer_of(), person_of()
    client.force_login(officer)
    at = timezone.now() + timedelta(hours=2)
    client.post("/mairie/actualites/nouvelle/", TYPED | {"publish_at": soon(hours=2)})
    written = Announcement.objects.get()
    client.post(f"/mairie/actualites/{written.pk}/publier/", {"when": "later"})
    tasks.publish(0)
    assert Announcement.objects.get().state == "scheduled"

    with time_machine.travel(at + timedelta(days=2)):
        for _twice in range(2):
            tasks.publish(0)
            tasks.tell(written.pk)

    assert Announcement.objects.get().state == "published"
    assert Notice.objects.filter(person=resident).count() == 1


def test_what_was_over_before_it_came_online_is_told_to_nobody(client, worker):
    officer = officer_of()
    resident = person_of()
    now = timezone.now()
    announcement_of(
        officer,
        published=False,
        level="emergency",
        state="scheduled",
        publish_at=now + timedelta(hours=1),
        ends_at=now + timedelta(hours=3),
    )

    with time_machine.travel(now + timedelta(days=1)):
        tasks.publish(0)
        worker()

    assert Announcement.objects.get().state == "published"
    assert not Notice.objects.filter(person=resident).exists()


def test_a_scheduled_one_is_taken_back_by_emptying_its_moment(client):
    client.force_login(officer_of())
    client.post("/mairie/actualites/nouvelle/", TYPED | {"publish_at": soon(hours=2)})
    written = Announcement.objects.get()
    client.post(f"/mairie/actualites/{written.pk}/publier/", {"when": "later"})

    client.post(f"/mairie/actualites/{written.pk}/modifier/", TYPED)

    written.refresh_from_db()
    assert (written.state, written.publish_at) == ("draft", None)


def test_an_information_that_becomes_an_alert_is_told_again(client):
    officer, resident = officer_of(), person_of()
    written = announcement_of(officer)
    tasks.tell(written.pk)
    client.force_login(officer)

    client.post(
        f"/mairie/actualites/{written.pk}/modifier/",
        TYPED | {"level": "emergency", "ends_at": soon(hours=5)},
    )
    tasks.tell(written.pk)

    kinds = Notice.objects.filter(person=resident).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["announcement", "alert"]


def test_it_is_told_to_its_quarters_and_to_who_has_not_said_where_she_lives():
    officer = officer_of()
    here, there, unsaid = (person_of(name, lives_in=None) for name in ("Ici", "Ailleurs", "Quelque part"))
    member_of(here, "31187", quarter="Bidot")
    member_of(there, "31187", quarter="Cantelauze")
    member_of(unsaid, "31187")
    announcement_of(officer, quarters=[Quarter.objects.get(slug="bidot")])

    tasks.tell(Announcement.objects.get().pk)

    assert set(Notice.objects.values_list("person_id", flat=True)) == {here.pk, unsaid.pk}


def test_nothing_is_published_in_a_space_that_is_for_reading_only(client):
    officer = officer_of()
    scheduled = announcement_of(
        officer, published=False, state="scheduled", publish_at=timezone.now() + timedelta(hours=1)
    )
    draft = announcement_of(officer, published=False)
    Space.objects.update(state="grace", ends_on=timezone.localdate() + timedelta(days=60))
    client.force_login(officer)

    client.post(f"/mairie/actualites/{draft.pk}/publier/")
    page = client.get(f"/mairie/actualites/{draft.pk}/").content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        tasks.publish(0)

    assert "La place est en lecture seule" in page
    assert "Publier maintenant" not in page
    assert {draft.pk, scheduled.pk} == set(
        Announcement.objects.exclude(state="published").values_list("pk", flat=True)
    )


@pytest.mark.parametrize(("level", "written"), [("emergency", 1), ("important", 1), ("normal", 0)])
def test_an_alert_and_what_matters_are_written_at_once_the_rest_waits_for_the_evening(
    worker, smtp, level, written
):
    ten_o_clock = timezone.localtime().replace(hour=10, minute=0)
    with time_machine.travel(
        ten_o_clock - timedelta(days=1)
    ):  # past for the database, and not the hour of digests
        resident = person_of(verified=False)
        announcement_of(officer_of(), level=level)

        worker()

    mails = smtp.to(resident.email)
    assert len(mails) == written
    if level == "emergency":
        said = mails[0].get_body(("plain",)).get_content()
        assert "Alerte de la mairie" in said
        assert "Ne buvez pas l’eau du robinet." in said
    assert Notice.objects.get(person=resident).facts["title"]


@pytest.mark.parametrize("given", [{"level": "normal"}, {"residents_only": True}])
def test_an_alert_that_programs_took_is_lifted_before_it_is_lowered(given):
    officer = officer_of()
    alert = announcement_of(officer, level="emergency")

    with pytest.raises(Refused, match="Levez d’abord l’alerte"):
        announcements.change(alert.pk, officer, **given)
    announcements.end(alert.pk, by=officer)
    announcements.change(alert.pk, officer, **given)

    alert.refresh_from_db()
    assert getattr(alert, *given) in given.values()


def test_a_poll_of_a_quarter_is_told_to_those_who_have_a_voice():
    here, there, unsaid = (person_of(name, lives_in=None) for name in ("Ici", "Ailleurs", "Quelque part"))
    member_of(here, "31187", quarter="Bidot")
    member_of(there, "31187", quarter="Cantelauze")
    member_of(unsaid, "31187")
    poll = poll_of(officer_of())
    poll.quarters.set([Quarter.objects.get(slug="bidot")])

    telling.poll_opened(poll)

    assert list(Notice.objects.values_list("person_id", flat=True)) == [here.pk]
