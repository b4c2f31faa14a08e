"""While a space can only be read, or is suspended, people are told so and lose nothing."""

from datetime import date

import pytest

from placette.people.models import Role
from placette.people.tests.factories import ambassador_of, commune_of, officer_of, person_of
from placette.places.models import Space

pytestmark = pytest.mark.django_db


@pytest.fixture
def grace():
    commune_of()
    Space.objects.update(state="grace", ends_on=date(2027, 4, 27))


@pytest.fixture
def suspended():
    commune_of()
    Space.objects.update(suspended_at="2026-11-26T10:00:00Z", suspended_because="Une panne chez l’hébergeur.")


def test_a_resident_reads_and_does_not_write(grace, client):
    client.force_login(person_of())

    reading = client.get("/place/")
    writing = client.post("/je-cherche/", {"title": "une échelle"})

    assert reading.status_code == 200
    assert "en lecture seule jusqu’au 27 avril 2027" in reading.content.decode()
    assert writing.status_code == 403
    assert "n’a pas été envoyé" in writing.content.decode()
    assert "27 avril 2027" in writing.content.decode()


def test_nobody_writes_in_a_closed_space(client):
    commune_of()
    Space.objects.update(state="grace", ends_on=date(2026, 11, 1), opened_at="2026-06-01T10:00:00Z")
    Space.objects.update(state="closed", ends_on=None, closed_at="2026-11-02T10:00:00Z")
    client.force_login(person_of())

    writing = client.post("/je-cherche/", {"title": "une échelle"})
    by_program = client.post("/api/v1/listings", {}, content_type="application/json")

    assert writing.status_code == 403
    assert "est fermée" in writing.content.decode()
    assert (by_program.status_code, by_program.json()["detail"]) == (403, "")


def test_the_api_says_so_too(grace, client):
    client.force_login(person_of())

    answer = client.post("/api/v1/listings", {}, content_type="application/json")

    assert answer.status_code == 403
    assert answer.json()["detail"] == "Until 2027-04-27."


@pytest.mark.parametrize("url", ["/moi/reglages/", "/langue/setlang/", "/compte/logout/", "/compte/email/"])
def test_her_account_stays_in_her_hands(grace, client, url):
    client.force_login(person_of())

    assert client.post(url, {"language": "fr"}).status_code != 403


def test_the_town_hall_may_convert_and_export_but_issues_no_letters(grace, client):
    client.force_login(officer_of())

    assert client.post("/mairie/espace/devis/", {"commune": "31187"}).status_code == 302
    assert client.post("/mairie/espace/export/", {"commune": "31187"}).status_code == 302
    assert client.post("/mairie/codes/", {"address": "x"}).status_code == 403


@pytest.mark.parametrize("url", ["/place/", "/annonces/miennes/", "/mairie/"])
def test_of_what_is_suspended_people_read_why(suspended, client, url):
    client.force_login(officer_of() if url == "/mairie/" else person_of())

    answer = client.get(url)

    assert answer.status_code == 403
    assert "Une panne chez l’hébergeur." in answer.content.decode()


@pytest.mark.parametrize("url", ["/moi/reglages/", "/a-propos/", "/confidentialite/", "/avis/"])
def test_what_is_suspended_leaves_them_their_account(suspended, client, url):
    client.force_login(person_of())

    assert client.get(url).status_code == 200


def test_neighbours_of_another_commune_go_on(grace, client):
    client.force_login(person_of(lives_in="31499"))

    assert client.post("/je-cherche/", {"title": "une échelle"}).status_code != 403


def clerk_who_lives_next_door():
    """She works for Fonsorbes and lives in Saint-Lys."""
    clerk = person_of("Sandrine", "Pagès", lives_in="31499")
    Role.objects.create(person=clerk, name=Role.Name.OFFICER, commune=commune_of())
    return clerk


def test_a_desk_goes_by_the_commune_for_which_it_acts_not_by_where_its_clerk_lives(client):
    client.force_login(clerk_who_lives_next_door())
    commune_of("31499")
    hers = Space.objects.filter(commune="31187")

    Space.objects.filter(commune="31499").update(state="grace", ends_on=date(2027, 4, 27))
    assert client.post("/mairie/codes/", {"address": "3 rue des Tilleuls"}).status_code == 200
    hers.update(state="grace", ends_on=date(2027, 4, 27))
    assert client.post("/mairie/codes/", {"address": "x"}).status_code == 403
    hers.update(suspended_at="2026-11-26T10:00:00Z", suspended_because="Une panne.")
    assert client.get("/mairie/").status_code == 403


def test_a_town_hall_takes_an_access_away_also_in_its_last_weeks(grace, client):
    officer, odette = officer_of(), ambassador_of()
    client.force_login(officer)
    role = odette.roles.get()

    client.post(f"/mairie/equipe/{role.pk}/fin/", {"commune": "31187"})

    role.refresh_from_db()
    assert role.until is not None
