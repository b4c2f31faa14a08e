"""The square, searched: what was looked for stands on top, and nothing found becomes a question to neighbours."""

import pytest

from placette.listings.queries import annonces as queries
from placette.people.tests.factories import person_of

from .factories import listing_of
from .pages import form_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(client):
    client.force_login(person_of())
    return lambda query="": client.get(f"/place/{query}").content.decode()


def test_what_is_found_is_named_and_counted_above_everything_else(search):
    paul = person_of("Paul")
    for _ in range(2):
        listing_of(paul, title="Une perceuse")

    page = search("?q=perceuse&quoi=loan")

    assert ">2 annonces pour « perceuse »</h2>" in page
    assert 'action="/je-cherche/"' not in page
    assert 'href="/place/?quoi=loan">' in page.partition("</h2>")[2].partition("Effacer")[0]


def test_more_than_a_page_is_not_counted(search, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    paul = person_of("Paul")
    for _ in range(3):
        listing_of(paul, title="Une perceuse")

    assert ">Annonces pour « perceuse »</h2>" in search("?q=perceuse")


def test_what_nobody_has_is_ready_to_be_asked(search):
    page = search("?q=zzqx")

    assert "Aucune annonce pour « zzqx »" in page
    assert form_on(page, "/je-cherche/")["title"] == "zzqx"
    assert "Soyez la première personne" not in page


def test_without_a_search_the_square_asks_first(search):
    page = search()

    assert page.index('action="/je-cherche/"') < page.index('id="annonces"')
    assert form_on(page, "/je-cherche/")["title"] == ""


def test_the_other_choices_have_their_own_button(search):
    choices = search().partition("<details")[2].partition("</details>")[0]

    assert choices.index("<select") < choices.index("Voir les annonces") < choices.index("</button>")
