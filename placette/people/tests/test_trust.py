"""The three proofs of residence."""

import pytest

from placette.people import tasks
from placette.people.actions import trust
from placette.people.models import ActivationCode, Membership, Vouch

from .factories import commune_of, officer_of, person_of

pytestmark = pytest.mark.django_db


def verified(person) -> bool:
    return Membership.objects.get(person=person).verified_at is not None


def test_a_code_verifies_and_forgets_its_address(client):
    newcomer = person_of("Rose", verified=False)
    code = trust.issue_code(commune_of(), "3 rue des Tilleuls", officer_of())
    client.force_login(newcomer)

    client.post("/confiance/", {"code": f" {code.lower()} "})

    assert verified(newcomer)
    assert ActivationCode.objects.get().address == ""
    assert code.replace("-", "") not in str(ActivationCode.objects.values().get())


def test_a_code_of_another_commune_an_old_one_and_a_used_one_say_why(client):
    newcomer = person_of("Rose", verified=False)
    elsewhere = trust.issue_code(commune_of("31499"), "", officer_of("31499"))
    old = trust.issue_code(commune_of(), "", officer_of())
    ActivationCode.objects.update(expires_at="2020-01-01T00:00Z")
    client.force_login(newcomer)

    assert "pas connu" in client.post("/confiance/", {"code": elsewhere}).content.decode()
    assert "expiré" in client.post("/confiance/", {"code": old}).content.decode()
    assert not verified(newcomer)


def test_the_address_of_a_letter_that_nobody_answered_is_forgotten():
    trust.issue_code(commune_of(), "3 rue des Tilleuls", officer_of())
    tasks.forget_addresses(0)
    assert ActivationCode.objects.get().address == "3 rue des Tilleuls"
    ActivationCode.objects.update(expires_at="2020-01-01T00:00Z")

    tasks.forget_addresses(0)

    assert ActivationCode.objects.get().address == ""


def test_codes_cannot_be_tried_without_end(client):
    newcomer = person_of("Rose", verified=False)
    code = trust.issue_code(commune_of(), "", officer_of())
    client.force_login(newcomer)
    for _ in range(5):
        client.post("/confiance/", {"code": "AAAA-AAAA-AAA"})

    page = client.post("/confiance/", {"code": code})

    assert "Trop d’essais" in page.content.decode()
    assert not verified(newcomer)


def test_two_neighbours_vouch(client):
    newcomer = person_of("Rose", verified=False)
    token = trust.ask_for_vouches(newcomer.memberships.get())

    for number, name in enumerate(("Paul", "Odile")):
        client.force_login(person_of(name))
        page = client.get(f"/garant/{token}/").content.decode()
        assert "Rose M." in page
        client.post(f"/garant/{token}/")
        client.post(f"/garant/{token}/")
        assert verified(newcomer) is (number == 1)
    assert Vouch.objects.count() == 2


def test_nobody_vouches_for_herself_unverified_or_from_elsewhere(client):
    newcomer = person_of("Rose", verified=False)
    token = trust.ask_for_vouches(newcomer.memberships.get())
    for person in (newcomer, person_of("Paul", verified=False), person_of("Odile", lives_in="31499")):
        client.force_login(person)
        assert client.post(f"/garant/{token}/").status_code == 404

    assert Vouch.objects.count() == 0


def test_the_town_hall_confirms_who_reads_out_her_number(client):
    newcomer = person_of("Rose", "Amiel", verified=False)
    number = trust.counter_code(newcomer.memberships.get())
    client.force_login(officer_of())

    page = client.post("/mairie/guichet/", {"code": number}).content.decode()
    assert "Rose Amiel" in page
    assert not verified(newcomer)
    client.post("/mairie/guichet/", {"code": number, "confirmed": "1"})

    assert verified(newcomer)


def test_the_desk_is_closed_to_residents_and_to_other_town_halls(client):
    newcomer = person_of("Rose", verified=False)
    number = trust.counter_code(newcomer.memberships.get())
    client.force_login(person_of())
    assert client.get("/mairie/").status_code == 404
    client.force_login(officer_of("31499"))
    client.post("/mairie/guichet/", {"code": number, "confirmed": "1"})

    assert not verified(newcomer)
