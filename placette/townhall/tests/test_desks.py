"""Somebody who works for two town halls stands at the desk that she chooses, and at no other."""

import pytest

from placette.listings.tests.factories import listing_of
from placette.people.actions import trust
from placette.people.models import ActivationCode, Membership, Role
from placette.people.tests.factories import commune_of, officer_of, person_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    officer = officer_of("31187")
    Role.objects.create(person=officer, name=Role.Name.OFFICER, commune=commune_of("31499"))
    return officer


@pytest.fixture
def hers(client, officer):
    """Her browser."""
    client.force_login(officer)
    return client


def test_she_chooses_between_her_town_halls(hers):
    first, second = (hers.get(address).content.decode() for address in ("/mairie/", "/mairie/?commune=31499"))

    assert "<h1>La mairie de Fonsorbes</h1>" in first
    assert '<a href="/mairie/?commune=31499">Saint-Lys</a>' in first
    assert "<h1>La mairie de Saint-Lys</h1>" in second


def test_who_works_for_one_is_asked_nothing(client):
    client.force_login(officer_of("31187"))

    assert "Vos mairies" not in client.get("/mairie/").content.decode()


def test_a_letter_is_of_the_town_hall_at_whose_desk_it_is_made(hers):
    page = hers.post("/mairie/codes/", {"commune": "31499", "address": "2 rue des Lilas"}).content.decode()

    assert "Mairie de Saint-Lys" in page
    assert ActivationCode.objects.get().commune_id == "31499"


def test_a_newcomer_of_the_second_commune_is_confirmed_at_its_counter(hers):
    newcomer = person_of("Rose", lives_in="31499", verified=False)
    number = trust.counter_code(newcomer.memberships.get())
    found = hers.post("/mairie/guichet/", {"commune": "31499", "code": number}).content.decode()
    assert '<input type="hidden" name="commune" value="31499">' in found

    done = hers.post("/mairie/guichet/", {"commune": "31499", "code": number, "confirmed": "1"})

    assert done["Location"] == "/mairie/?commune=31499"
    assert Membership.objects.get(person=newcomer).verified_at


def test_the_desk_of_a_town_hall_that_is_not_hers_does_not_exist(hers):
    commune_of("31547")

    assert hers.get("/mairie/?commune=31547").status_code == 404
    assert hers.post("/mairie/codes/", {"commune": "31547", "address": "2 rue X"}).status_code == 404
    assert not ActivationCode.objects.exists()


def test_each_desk_shows_what_its_own_residents_show(hers):
    for code, title in (("31187", "Un banc cassé"), ("31499", "Un lampadaire éteint")):
        author = person_of(lives_in=code)
        listing_of(author, title=title, shown_to_town_hall=True)

    page = hers.get("/mairie/?commune=31499").content.decode()

    assert "Un lampadaire éteint" in page
    assert "Un banc cassé" not in page
