"""The first steps of somebody new: what they say, and which doors they show."""

import pytest

from .factories import commune_of, officer_of, person_of

pytestmark = pytest.mark.django_db


def test_who_comes_from_the_page_of_a_commune_joins_its_square(client):
    commune_of()
    client.get("/rejoindre/31187/")

    page = " ".join(client.get("/compte/signup/").content.decode().split())

    assert "Rejoindre la place de Fonsorbes" in page
    assert "Étape 1 sur 4" in page


def test_who_comes_from_nowhere_joins_the_square(client):
    page = client.get("/compte/signup/").content.decode()

    assert "Rejoindre la place\n" in page
    assert "Rejoindre la place de" not in page


@pytest.mark.parametrize(("address", "step"), [("/bienvenue/moi/", 3), ("/bienvenue/commune/", 4)])
def test_the_steps_are_counted_for_a_newcomer_only(client, address, step):
    client.force_login(person_of(lives_in=None))
    assert f"Étape {step} sur 4" in client.get(address).content.decode()

    client.force_login(person_of("Rose"))
    assert "Étape" not in client.get(address).content.decode()


def test_the_bar_of_the_square_comes_with_its_doors(client):
    def has_bar(person) -> bool:
        client.force_login(person)
        return '<nav class="bottom"' in client.get("/moi/reglages/").content.decode()

    assert not has_bar(person_of("Lucie", verified=False))
    assert has_bar(person_of("Jeanne"))
    assert has_bar(officer_of())


def test_a_wrong_password_is_told_once_and_leads_once_to_a_new_one(client):
    answer = client.post("/compte/login/", {"login": "personne@example.org", "password": "pas-le-bon"})

    page = answer.content.decode()
    assert "L’adresse e-mail ou le mot de passe est incorrect." in page
    assert page.count("Mot de passe oublié") == 1
    assert "errorlist" not in page


def test_a_password_that_is_too_short_is_told_beside_its_field(client):
    page = client.post(
        "/compte/signup/", {"email": "rose@example.org", "password1": "court"}
    ).content.decode()

    assert "dix caractères au moins" in page.split('id="id_password1_error"')[1].split("</p>")[0]
