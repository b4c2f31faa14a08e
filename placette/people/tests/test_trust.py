"""The three proofs of residence."""

import pytest

from placette.core import limits
from placette.people import tasks
from placette.people.actions import trust
from placette.people.models import ActivationCode, Membership, Role, Vouch

from .factories import commune_of, member_of, officer_of, person_of

pytestmark = pytest.mark.django_db


def verified(person) -> bool:
    return Membership.objects.get(person=person).verified_at is not None


def test_a_code_verifies_and_forgets_its_address(client):
    newcomer = person_of("Rose", verified=False)
    code = trust.issue_code(commune_of(), "3 rue des Tilleuls", officer_of())
    client.force_login(newcomer)

    client.post("/confiance/31187/", {"code": f" {code.lower()} "})

    assert verified(newcomer)
    assert ActivationCode.objects.get().address == ""
    assert code.replace("-", "") not in str(ActivationCode.objects.values().get())


def test_a_code_of_another_commune_an_old_one_and_a_used_one_say_why(client):
    newcomer = person_of("Rose", verified=False)
    elsewhere = trust.issue_code(commune_of("31499"), "", officer_of("31499"))
    old = trust.issue_code(commune_of(), "", officer_of())
    ActivationCode.objects.update(expires_at="2020-01-01T00:00Z")
    client.force_login(newcomer)

    assert "pas connu" in client.post("/confiance/31187/", {"code": elsewhere}).content.decode()
    assert "expiré" in client.post("/confiance/31187/", {"code": old}).content.decode()
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
        client.post("/confiance/31187/", {"code": "AAAA-AAAA-AAA"})

    page = client.post("/confiance/31187/", {"code": code})

    assert "Trop d’essais" in page.content.decode()
    assert not verified(newcomer)


def test_ten_thousand_tries_from_one_place_are_twenty_an_hour(client):
    """Whatever accounts they come from. Of 30 ** 11 codes 13,000 are out: that hits one in eight million years."""
    newcomer = person_of("Rose", verified=False)
    code = trust.issue_code(commune_of(), "", officer_of())
    tries = [limits.allow("code:127.0.0.1", 20, 3600) for _each in range(100)]
    client.force_login(newcomer)

    page = client.post("/confiance/31187/", {"code": code}).content.decode()

    assert sum(tries) == 20
    assert "Trop d’essais depuis cette connexion" in page
    assert "votre code reste valable" in page
    assert not verified(newcomer)
    assert 30**11 / 13_000 / (20 * 24 * 365) > 7_000_000


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


def test_nobody_uses_a_code_that_she_prepared(client):
    officer = officer_of()
    code = trust.issue_code(commune_of(), "3 rue des Tilleuls", officer)
    Role.objects.update(until=Role.objects.get().since)
    member_of(officer, "31187", verified=False)
    client.force_login(officer)

    page = client.post("/confiance/31187/", {"code": code}).content.decode()

    assert "Vous avez préparé ce code" in page
    assert not verified(officer)
    assert ActivationCode.objects.get().used_at is None


@pytest.fixture
def commuter():
    """Lives in Fonsorbes, works in Saint-Lys, verified in neither."""
    person = person_of("Rose", verified=False)
    Membership.objects.create(person=person, commune=commune_of("31499"), purpose=Membership.Purpose.WORK)
    return person


def verified_in(person) -> set[str]:
    return set(person.memberships.exclude(verified_at=None).values_list("commune_id", flat=True))


def test_of_two_communes_each_has_its_own_proofs(client, commuter):
    client.force_login(commuter)
    for code in ("31187", "31499"):
        held = commuter.memberships.get(commune=code)

        client.post(f"/confiance/{code}/garants/")
        page = client.get(f"/confiance/{code}/").content.decode()

        assert trust.counter_code(held) in page
        assert trust.membership_of(client.session[f"vouch:{held.pk}"].split("/")[-2]) == held
    assert 'href="/confiance/31187/"' in page
    assert client.get("/confiance/75056/").status_code == 404


def test_the_first_that_is_not_proved_comes_first_with_the_code_of_the_letter(client, commuter):
    client.force_login(commuter)
    assert client.get("/confiance/code/?c=ABCD")["Location"] == "/confiance/31187/?c=ABCD"
    trust.confirm(commuter.memberships.get(commune="31187"), officer_of())

    assert client.get("/confiance/")["Location"] == "/confiance/31499/"


def test_a_letter_s_code_waits_in_the_browser_of_who_has_no_commune_yet(client):
    newcomer = person_of("Rose", lives_in=None)
    client.force_login(newcomer)
    assert client.get("/confiance/code/?c=ABCD-EFGH-JKM")["Location"] == "/bienvenue/"
    member_of(newcomer, "31187", verified=False)

    assert "ABCD-EFGH-JKM" in client.get("/confiance/31187/").content.decode()


def test_a_code_for_the_other_commune_is_accepted_there(client, commuter):
    code = trust.issue_code(commune_of("31499"), "", officer_of("31499"))
    client.force_login(commuter)

    answer = client.post("/confiance/31187/", {"code": code})

    assert answer["Location"] == "/confiance/31499/"
    assert verified_in(commuter) == {"31499"}


def test_who_works_at_a_town_hall_is_not_led_in_a_circle(client):
    client.force_login(officer_of())

    assert client.get("/confiance/", follow=True).redirect_chain[-1][0] == "/mairie/"


def test_the_page_of_trust_costs_the_same_however_many_vouch(client, commuter, django_assert_num_queries):
    client.force_login(commuter)
    client.get("/confiance/31187/")
    shared = 4 + 2  # session, person, memberships, roles; what the frame counts
    held = commuter.memberships.get(commune="31187")
    Vouch.objects.create(membership=held, by=person_of("Paul"))

    # Commune with its space; where she was invited to; the number for the counter; vouches.
    with django_assert_num_queries(shared + 4):
        client.get("/confiance/31187/")
