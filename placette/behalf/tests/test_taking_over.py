"""With her code a resident takes her account into her own hands."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from placette.behalf.actions import ending, taking_over
from placette.behalf.tasks import forget_codes
from placette.listings.tests.factories import listing_of
from placette.people.models import Consent, Person, Role
from placette.people.tests.factories import commune_of, officer_of, person_of
from placette.trust.models import Line

from .factories import carried_by, trusted_as_well

pytestmark = pytest.mark.django_db


def test_she_takes_her_account_over_with_her_code(client):
    officer = officer_of()
    consent = carried_by(officer)
    listing = listing_of(consent.person)
    code = taking_over.issue(consent, officer)
    account = person_of("Nouvelle", "", lives_in=None, email="odette@example.org", password="argon2-of-hers")
    client.force_login(account)

    page = client.post("/reprendre/", {"code": code.lower()}, follow=True)

    odette = consent.person
    odette.refresh_from_db()
    assert "votre compte est à vous" in page.content.decode().lower()
    assert "Votre annonce" in client.get(listing.get_absolute_url()).content.decode()
    assert (odette.email, odette.password) == ("odette@example.org", "argon2-of-hers")
    assert EmailAddress.objects.get(user=odette).verified
    assert not Person.objects.filter(pk=account.pk).exists()
    assert not Consent.objects.filter(ended_at=None).exists()
    client.force_login(officer)
    assert client.get(f"/pour/{consent.pk}/").status_code == 404


def test_who_signed_up_by_passkey_is_led_to_a_new_one(client):
    officer = officer_of()
    code = taking_over.issue(carried_by(officer), officer)
    account = person_of("Nouvelle", "", lives_in=None, password=make_password(None))
    Authenticator.objects.create(user=account, type="webauthn", data={})
    client.force_login(account)

    page = client.post("/reprendre/", {"code": code}, follow=True)

    assert page.redirect_chain[-1][0] == "/compte/2fa/webauthn/add/"
    assert page.status_code == 200
    assert not Authenticator.objects.exists()


def test_a_code_is_refused_to_an_account_in_use_and_serves_once(client):
    officer = officer_of()
    code = taking_over.issue(carried_by(officer), officer)
    client.force_login(person_of("Karim"))
    used = client.post("/reprendre/", {"code": code})
    assert used.status_code == 422
    assert "a déjà servi" in used.content.decode()

    taking_over.take_over(code, person_of("Nouvelle", lives_in=None))
    with pytest.raises(taking_over.Refusal):
        taking_over.take_over(code, person_of("Autre", lives_in=None))


def test_a_code_that_nobody_used_in_time_is_forgotten(time_machine):
    officer = officer_of()
    code = taking_over.issue(carried_by(officer), officer)
    time_machine.move_to(timezone.now() + taking_over.CODE_LIFE + timedelta(minutes=1))

    with pytest.raises(taking_over.Refusal):
        taking_over.take_over(code, person_of("Nouvelle", lives_in=None))
    assert forget_codes.func(0) == 1


def test_codes_are_not_tried_for_ever(client):
    client.force_login(person_of("Nouvelle", lives_in=None))
    answers = [client.post("/reprendre/", {"code": f"ABCD-EFGH-{number}"}) for number in range(6)]

    assert "Trop d’essais" in answers[-1].content.decode()


def test_her_last_word_ends_the_code_too_and_a_take_over_is_always_in_the_trail():
    officer, account = officer_of(), person_of("Nouvelle", "", lives_in=None)
    consent = carried_by(officer)
    code = taking_over.issue(consent, officer)
    ending.end(consent, officer)
    with pytest.raises(taking_over.Refusal):
        taking_over.take_over(code, account)

    again = trusted_as_well(consent, officer)
    taking_over.take_over(taking_over.issue(again, officer), account)

    assert Line.objects.filter(verb="carried.taken_over", commune="31187").count() == 1


def test_an_account_on_which_anything_hangs_is_not_given_up_for_hers():
    officer = officer_of()
    code = taking_over.issue(carried_by(officer), officer)
    worked, before = person_of("Karim"), person_of("Luc")
    listing_of(worked)
    Role.objects.create(person=before, name="elected", commune=commune_of())
    Role.objects.update(until=timezone.now())
    for each in (worked, before):
        each.memberships.all().delete()

    for account in (worked, before, person_of("Camille", lives_in=None, is_operator=True)):
        with pytest.raises(taking_over.Refusal, match="a déjà servi"):
            taking_over.take_over(code, account)
