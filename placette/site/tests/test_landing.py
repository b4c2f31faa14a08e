"""Where somebody lands who has signed in: on a square, or on the page of her work."""

import pytest

from placette.people.models import Role
from placette.people.tests.factories import commune_of, officer_of, person_of

pytestmark = pytest.mark.django_db


def elected(lives_in: str | None):
    person = person_of("Hélène", lives_in=lives_in)
    Role.objects.create(person=person, name=Role.Name.ELECTED, commune=commune_of())
    return person


def operator():
    return person_of("Camille", lives_in=None, is_operator=True)


@pytest.mark.parametrize(
    ("comes", "lands"),
    [(officer_of, "/mairie/"), (operator, "/operateur/"), (lambda: elected(None), "/mairie/maire/")],
    ids=["officer", "operator", "elected"],
)
def test_who_has_no_square_lands_where_she_works(client, comes, lands):
    client.force_login(comes())

    assert client.get("/place/")["Location"] == lands
    page = client.get(lands).content.decode()
    assert f'href="{lands}"' in page, "the frame leads back"
    assert 'href="/trajets/"' not in page


def test_an_elected_resident_finds_the_six_figures_on_the_square(client):
    client.force_login(elected("31187"))

    assert "La commune en six chiffres" in client.get("/place/").content.decode()
    client.force_login(person_of("Rose"))
    assert "La commune en six chiffres" not in client.get("/place/").content.decode()
