"""Who is confirmed at the counter, by whom, and what the desk costs."""

import pytest

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
