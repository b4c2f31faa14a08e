"""Of a ride in her name nothing falls silent: who acts for her reads at once what cannot wait."""

from datetime import UTC, datetime

import pytest
import time_machine

from placette.behalf import queries
from placette.behalf.actions import taking_over
from placette.carpool.actions import bookings
from placette.carpool.tasks import remind
from placette.carpool.tests.test_journey import _communes, _thursday_morning
from placette.notices.actions import notify
from placette.notices.models import Notice
from placette.notices.queries import line
from placette.notices.tests.links import path_of
from placette.people.models import Person
from placette.people.tests.factories import person_of

from .factories import said_to_her
from .purchases import plain, text_of
from .rides import asked_for, offered, step

__all__ = ["_communes", "_thursday_morning"]  # fixtures
pytestmark = pytest.mark.django_db
THE_EVENING_BEFORE = datetime(2026, 11, 26, 18, tzinfo=UTC)
ON_THE_MORNING = datetime(2026, 11, 27, 6, tzinfo=UTC)


@pytest.fixture
def karim():
    return person_of("Karim", "Benali")


@pytest.fixture
def agreed(client, officer, consent, karim):
    """Friday at eight, Karim takes her along."""
    booking = offered(client, karim, asked_for(client, officer, consent))
    step(client, officer, consent, booking, "accept")
    return booking


def heard_by(helper: Person) -> list[str]:
    told = Notice.objects.filter(person=helper, kind="for_carried")
    return [plain(line(each).sentence) for each in told]


def test_what_goes_to_everybody_does_not_bury_it(client, officer, consent, karim, agreed):
    bookings.cancel(agreed, karim, "La voiture est en panne.")
    for number in range(queries.MOST_NEWS):
        facts = {"title": f"Une échelle, {number}"}
        notify([consent.person_id], "request_you_can_answer", "/annonces/1/", f"request:{number}", **facts)
    client.force_login(officer)

    page = text_of(client.get(f"/pour/{consent.pk}/"))

    assert page.index("Karim B. annule votre trajet") < page.index("Une échelle, 19")


@pytest.mark.parametrize(
    ("act", "said", "when", "told"),
    [
        ("annuler", {}, THE_EVENING_BEFORE, "La personne qui devait l’emmener annule"),
        ("retard", {"minutes": "15"}, ON_THE_MORNING, "La personne qui l’emmène aura du retard"),
    ],
)
def test_what_cannot_wait_is_told_as_such_and_who_drives_may_ring_too(
    client, officer, karim, agreed, act, said, when, told
):
    with time_machine.travel(when):
        client.force_login(karim)
        for _twice in range(2):
            page = text_of(client.post(f"/places/{agreed.pk}/{act}/", said, follow=True))
            assert ("téléphonez aussi" in page) == (act == "retard" or not _twice)

        heard = heard_by(officer)

    assert (
        len([each for each in heard if "À appeler sans attendre : Odette M." in each and told in each]) == 1
    )
    assert "Karim" not in "".join(heard)


def test_that_somebody_takes_her_along_tomorrow_is_told_once(officer, agreed):
    with time_machine.travel(THE_EVENING_BEFORE):
        for _twice in range(2):
            remind.func(0)

        heard = heard_by(officer)

    assert heard.count("À appeler aujourd’hui : Odette M., que quelqu’un emmène demain.") == 1


def test_of_an_offer_that_she_has_not_answered_nobody_need_ring(client, officer, consent, karim):
    booking = offered(client, karim, asked_for(client, officer, consent))
    client.force_login(karim)

    page = text_of(client.post(f"/places/{booking.pk}/annuler/", follow=True))

    assert "téléphonez aussi" not in page
    assert not Notice.objects.filter(person=officer, facts__event__startswith="ride_").exists()


def test_who_rides_with_a_screen_is_not_to_be_rung(client, officer, consent, karim, agreed):
    person = taking_over.take_over(taking_over.issue(consent, officer), person_of("Nouvelle", lives_in=None))
    client.force_login(karim)

    page = text_of(client.post(f"/places/{agreed.pk}/annuler/", follow=True))

    assert "n’a pas d’écran" not in page
    assert Notice.objects.filter(person=person, kind="ride", facts__step="cancel").exists()


def test_what_came_while_she_was_on_the_telephone_is_still_to_be_told(
    client, officer, consent, karim, agreed
):
    client.force_login(officer)
    before = list(Notice.objects.filter(person=consent.person, seen_at=None).values_list("pk", flat=True))
    bookings.cancel(agreed, karim, "La voiture est en panne.")

    page = text_of(client.post(f"/pour/{consent.pk}/dit/", {"notice": [*before, "x"]}, follow=True))

    assert "Du nouveau est arrivé entre-temps" in page
    assert "Karim B. annule votre trajet" in page
    assert "À lui dire" not in text_of(said_to_her(client, consent))


def test_who_cancels_by_the_link_of_his_e_mail_reads_to_ring_too(client, karim, agreed):
    page = text_of(client.post(path_of(karim, "ride.cancel", agreed.pk), {"reason": ""}))

    assert "Odette M. n’a pas d’écran" in page


def test_who_has_no_screen_is_not_asked_for_a_code_on_board(client, karim, agreed):
    with time_machine.travel(agreed.pick_up_at):
        client.force_login(karim)
        thread = text_of(client.get(f"/messages/{agreed.contact.conversation_id}/"))
        client.post(f"/places/{agreed.pk}/a-bord/", {"code": "123456"})

    assert "Je serai en retard de" in thread
    assert "Le code de votre passager" not in thread
    agreed.refresh_from_db()
    assert agreed.boarded_at is None
