"""Who is confirmed at the counter, by whom, and what the desk costs."""

import pytest
import time_machine

from placette.listings.tests.factories import listing_of
from placette.people.actions import trust
from placette.people.tests.factories import member_of, officer_of, person_of

pytestmark = pytest.mark.django_db


def test_nobody_confirms_herself_at_the_counter(client):
    officer = officer_of()
    own = member_of(officer, "31187", verified=False)
    client.force_login(officer)

    page = client.post("/mairie/guichet/", {"code": trust.counter_code(own), "confirmed": "1"})

    assert "C’est votre propre numéro" in page.content.decode()
    own.refresh_from_db()
    assert own.verified_at is None


def test_the_desk_asks_the_database_as_often_however_much_it_is_shown(client, django_assert_num_queries):
    client.force_login(officer_of())
    client.get("/mairie/")
    shared = 4 + 1  # session, person, memberships, roles; notices
    for number in range(8):
        listing_of(person_of(f"Voisin{number}"), shown_to_town_hall=True)

    with django_assert_num_queries(shared + 2 + 2):  # codes and people; annonces and their photos
        client.get("/mairie/")


@pytest.mark.parametrize(
    ("last_name", "asked"),
    [
        ("Martin", "le nom, Suzanne Martin, et une adresse de Fonsorbes"),
        (
            "",
            "Aucun nom de famille n’a été donné : lisez sur un justificatif de domicile le prénom, Suzanne,",
        ),
    ],
)
def test_the_officer_is_asked_to_read_only_what_she_can_compare(client, last_name, asked):
    newcomer = person_of("Suzanne", last_name, lives_in=None)
    code = trust.counter_code(member_of(newcomer, "31187", verified=False))
    client.force_login(officer_of())

    page = client.post("/mairie/guichet/", {"code": code}).content.decode()

    assert asked in page
    assert "Annuler" in page


def test_the_letter_says_to_whom_when_and_what_to_do(client):
    client.force_login(officer_of())
    with time_machine.travel("2026-11-25T10:00:00+01:00"):
        said = {"address": "Suzanne Martin\n2 rue des Lilas"}
        page = client.post("/mairie/codes/", said).content.decode()
        in_english = client.post("/mairie/codes/", said, headers={"accept-language": "en"}).content.decode()

    assert "Suzanne Martin<br>2 rue des Lilas" in page
    for each in (page, in_english):  # whoever prints it, a household of the commune reads it
        assert "Fonsorbes, le 25 novembre 2026" in each
        assert "Votre commune vous offre Placette" in each
    assert page.count("<li>", page.index("letter__steps"), page.index("letter__signature")) == 3
    assert '<a class="button button--secondary" href="/mairie/?commune=31187">' in page
