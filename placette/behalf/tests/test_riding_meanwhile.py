"""What comes between in a ride in her name: nothing typed is lost, nobody is refused wrongly, and no clock is another's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from placette.behalf.actions import consents, ending, riding, taking_over
from placette.carpool.actions import bookings
from placette.carpool.tests.test_journey import _communes, _thursday_morning
from placette.people.models import Consent, Membership
from placette.people.tests.factories import ambassador_of, commune_of, officer_of, person_of

from .factories import carried_by
from .purchases import text_of
from .rides import asked, asked_by, asked_for, offered, offered_by

__all__ = ["_communes", "_thursday_morning"]  # fixtures
pytestmark = pytest.mark.django_db


@pytest.fixture
def karim():
    return person_of("Karim", "Benali")


@pytest.mark.parametrize("how", ["taken back", "no more rides", "gone"])
def test_what_was_typed_stays_when_she_takes_her_consent_back_meanwhile(client, officer, consent, karim, how):
    booking = offered(client, karim, asked_for(client, officer, consent))
    client.force_login(officer)
    if how == "no more rides":
        consent = consents.give(consent, officer, how="oral", scopes=["posts"])
    elif how == "taken back":
        ending.end(consent, officer)
    else:
        Consent.objects.filter(pk=consent.pk).delete()

    form = client.post(f"/pour/{consent.pk}/trajet/", asked(note="Avec une canne.", end="Toulouse, Purpan"))
    no = client.post(f"/pour/{consent.pk}/places/{booking.pk}/decline/", {"reason": "Trop tôt pour elle."})

    assert form.status_code == no.status_code == (409 if how == "no more rides" else 404)
    for typed in ("Fonsorbes", "Toulouse, Purpan", "2026-11-27", "08:00", "Avec une canne."):
        assert typed in text_of(form)
    assert "Trop tôt pour elle." in text_of(no)


def test_an_officer_who_has_offered_a_place_may_write_that_she_looks_no_further(client, officer, consent):
    other = officer_of()
    Membership.objects.create(person=other, commune=commune_of("31395"), verified_at=timezone.now())
    trip = asked_by(consent, officer, timezone.localdate() + timedelta(days=7))
    his, another = offered_by(other, trip), offered_by(person_of("Ana"), trip)
    client.force_login(other)

    page = text_of(client.post(f"/pour/{consent.pk}/trajets/{trip.pk}/fin/", follow=True))

    assert "Elle ne cherche plus" in page
    for each in (his, another):
        each.refresh_from_db()
    assert (his.state, his.deed) == ("cancelled", None)
    assert (another.state, another.deed.by) == ("cancelled", other)


def test_a_drive_that_goes_in_that_instant_keeps_no_consent_from_ending(officer, consent, karim, monkeypatch):
    day = timezone.localdate() + timedelta(days=7)
    first = offered_by(karim, asked_by(consent, officer, day))
    offered_by(person_of("Ana"), asked_by(consent, officer, day + timedelta(days=1)))
    call_off = bookings.call_off

    def gone_meanwhile(booking, *args, **kwargs):
        if booking == first:
            booking.way.trip.delete()
        return call_off(booking, *args, **kwargs)

    monkeypatch.setattr(riding.bookings, "call_off", gone_meanwhile)

    ending.end(consent, officer)

    consent.refresh_from_db()
    assert consent.ended_at
    assert not first.way.bookings.filter(pk=first.pk).exists()
    assert not consent.person.rides.exclude(state="cancelled").exists()


def test_who_has_taken_her_account_over_may_be_offered_a_place_by_who_helped_her(client, karim):
    lucien = ambassador_of()
    consent = carried_by(lucien, "ambassador")
    trip = asked_by(consent, lucien, timezone.localdate() + timedelta(days=7))
    taking_over.take_over(taking_over.issue(consent, lucien), person_of("Nouvelle", lives_in=None))
    client.force_login(lucien)

    assert "on ne répond pas des deux côtés" not in text_of(client.get(f"/trajets/{trip.pk}/"))
    assert offered_by(lucien, trip).state == "asked"


def test_her_rides_are_said_by_the_clocks_of_her_commune(client, officer, consent, karim):
    booking = offered_by(karim, asked_by(consent, officer, timezone.localdate() + timedelta(days=7)))
    commune_of("97411", community="249740119")
    Consent.objects.filter(pk=consent.pk).update(commune="97411")
    officer.roles.update(commune="97411")
    client.force_login(officer)

    for page in ("accord/", "fin/"):
        said = text_of(client.get(f"/pour/{consent.pk}/{page}"))
        assert "La proposition de Karim B." in said
        assert "à 11 h" in said, "eight in Paris, in winter"
    assert booking.pick_up_at
