"""What a person says of herself, and when she was last here."""

from datetime import date

import pytest
import time_machine

from placette.core import photos
from placette.core.tests.racing import at_once
from placette.people.actions import pending, profile
from placette.people.models import PendingPhoto, Person

from .factories import person_of
from .test_pending_photos import is_stored, portrait

SAID = {"first_name": "Rose", "last_name": "Amiel", "about": "", "offerings": ["une échelle"]}


@pytest.mark.django_db(transaction=True)
def test_of_portraits_sent_at_once_one_stays_and_the_others_go():
    rose = person_of("Rose")
    sent = [pending.keep(rose, PendingPhoto.Use.PORTRAIT, portrait(64 + n)) for n in range(6)]

    def send(chosen: PendingPhoto) -> None:
        profile.introduce(Person.objects.get(pk=rose.pk), **SAID, portrait=chosen)

    at_once(send, sent)

    rose.refresh_from_db()
    assert [each.name for each in sent if is_stored(each.name)] == [rose.photo]


@pytest.mark.django_db
def test_a_refused_portrait_changes_nothing():
    rose = person_of("Rose")
    gone = PendingPhoto(name="2026/11/" + "a" * 32)

    with pytest.raises(photos.Refused):
        profile.introduce(rose, **SAID | {"last_name": "Autre"}, portrait=gone)

    rose.refresh_from_db()
    assert (rose.last_name, rose.offerings.count()) == ("Martin", 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda rose: profile.introduce(rose, **SAID),
        lambda rose: profile.choose(rose, language="en", shows_profile_to_town_hall=True),
        profile.note_visit,
    ],
)
def test_what_changed_meanwhile_is_not_undone(change):
    read_before = person_of("Rose")
    Person.objects.update(email="new@example.org", is_active=False)

    change(read_before)

    rose = Person.objects.get()
    assert (rose.email, rose.is_active) == ("new@example.org", False)


@pytest.mark.django_db
def test_settings_are_kept(client):
    rose = person_of("Rose")
    client.force_login(rose)

    client.post("/moi/reglages/", {"language": "en", "shows_profile_to_town_hall": "on"})

    rose.refresh_from_db()
    assert (rose.language, rose.shows_profile_to_town_hall) == ("en", True)


@pytest.mark.django_db
def test_the_day_of_a_visit_is_written_once_a_day(client, django_assert_num_queries):
    rose = person_of("Rose")
    page = 4 + 2  # session, person, memberships, roles; what the frame counts
    with time_machine.travel("2026-11-24T10:00Z") as clock:
        client.force_login(rose)
        with django_assert_num_queries(page + 1):
            client.get("/moi/reglages/")
        with django_assert_num_queries(page):
            client.get("/moi/reglages/")

        clock.move_to("2026-11-24T23:30Z")  # half past midnight here
        client.get("/moi/reglages/")

    rose.refresh_from_db()
    assert rose.last_seen_on == date(2026, 11, 25)
