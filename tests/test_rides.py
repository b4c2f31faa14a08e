"""A ride from the search to the figure, by two people in two browsers."""

import re

import pytest
from playwright.sync_api import Page, expect

from placette.site.demo import accounts

from .pages import DESKTOP, PHONE, WITHOUT_JAVASCRIPT, sign_in
from .running_site import Site

pytestmark = pytest.mark.browser


def search(page: Page, start: str, end: str) -> None:
    page.goto("/trajets/")
    page.locator("#id_start").fill(start)
    page.locator("#id_end").fill(end)
    page.get_by_role("button", name="Voir qui y va").click()


@pytest.mark.parametrize(
    "options", [DESKTOP, PHONE, WITHOUT_JAVASCRIPT], ids=["desktop", "phone", "no-javascript"]
)
def test_a_neighbour_rides_along(site: Site, visitor, options: dict) -> None:
    karim, jeanne = visitor(options), visitor(options)
    sign_in(karim, accounts.SECOND)
    sign_in(jeanne, accounts.RESIDENT)
    note = f"Voiture {id(options)}"

    # He has room tomorrow, and says so in a minute.
    karim.goto("/trajets/")
    karim.get_by_role("link", name="Je conduis, j’ai de la place").click()
    karim.locator("#id_start").first.fill("st lys")
    karim.locator("#id_end").fill("31300")
    karim.get_by_label("Heure de départ").fill("14:10")
    karim.locator("summary", has_text="Plus de précisions").click()
    karim.get_by_label("Un mot de plus").fill(note)
    karim.get_by_role("button", name="Publier").click()
    expect(karim.get_by_role("heading", level=1, name="Saint-Lys → Toulouse")).to_be_visible()
    trip = re.search(r"/trajets/(\d+)/", karim.url)[1]

    # She lives beside his road.
    search(jeanne, "Fonsorbes", "Toulouse")
    jeanne.goto(jeanne.url.replace("clock=08%3A00", "clock=14%3A10"))
    card = jeanne.locator(".match", has=jeanne.locator(f"a[href='/trajets/{trip}/']"))
    expect(card).to_contain_text("Karim B.")
    card.get_by_role("button", name="Demander une place").click()
    expect(jeanne.get_by_role("heading", name="Votre demande attend une réponse")).to_be_visible()

    # He says yes from the notice; her page changes by itself, or when it is loaded again.
    karim.goto("/avis/")
    karim.get_by_role("link", name=re.compile("Jeanne M. demande une place dans votre voiture")).first.click()
    karim.get_by_role("button", name="D’accord").first.click()
    expect(karim.get_by_role("heading", name="Convenu").first).to_be_visible()
    if options is WITHOUT_JAVASCRIPT:
        jeanne.reload()
    expect(jeanne.get_by_role("heading", name="Convenu").first).to_be_visible()

    taken = site.sql(
        "SELECT count(*) FROM carpool_seat s JOIN carpool_way w ON w.id = s.way_id WHERE w.trip_id = %s", trip
    )
    assert taken == [(1,)]


def test_who_finds_nobody_asks_all_who_pass(site: Site, visitor) -> None:
    jeanne, karim = visitor(PHONE), visitor(DESKTOP)
    sign_in(jeanne, accounts.RESIDENT)
    search(jeanne, "Fonsorbes", "Toulouse")
    jeanne.get_by_role("link", name="Publier ma recherche").click()
    jeanne.get_by_label("Heure de départ").fill("07:50")
    jeanne.get_by_label("Jour, ou premier jour").fill(
        site.sql("SELECT (now()::date + (8 - extract(isodow FROM now())::int) %% 7 + 7)::text")[0][0]
    )
    jeanne.get_by_role("button", name="Publier").click()
    wish = jeanne.url

    # Karim drives that way every working day.
    sign_in(karim, accounts.SECOND)
    karim.goto("/avis/")
    karim.get_by_role("link", name=re.compile("Jeanne M. cherche un trajet sur votre route")).first.click()
    expect(karim).to_have_url(wish)
    karim.get_by_role("button", name=re.compile("^Je peux")).first.click()
    expect(karim.get_by_role("heading", name="Votre proposition attend une réponse").first).to_be_visible()


def test_two_parents_take_turns(site: Site, visitor) -> None:
    """Jeanne forms a crew on her phone, Karim joins by her link and takes over a turn of hers."""
    jeanne, karim = visitor(PHONE), visitor(WITHOUT_JAVASCRIPT)
    sign_in(jeanne, accounts.RESIDENT)
    sign_in(karim, accounts.SECOND)

    jeanne.goto("/equipages/nouveau/")
    jeanne.get_by_label("Nom de l’équipage").fill("Les lève-tôt")
    jeanne.get_by_label("Comment s’appelle ce lieu ?").fill("Collège du Lac")
    jeanne.locator("#id_end").fill("Plaisance-du-Touch")
    for day in ("mercredi", "samedi", "dimanche"):
        jeanne.get_by_label(day).check()
    jeanne.get_by_label("À l’aller, on arrive à").fill("08:20")
    jeanne.get_by_label("Pas pendant les vacances").uncheck()
    jeanne.get_by_role("button", name="Former l’équipage").click()
    expect(jeanne.get_by_role("heading", level=1, name="Les lève-tôt")).to_be_visible()
    expect(jeanne.locator("main")).to_contain_text("depuis Fonsorbes")
    link = jeanne.locator("#crew-link").inner_text()

    karim.goto(link[link.index("/equipages/") :])
    expect(karim.locator("main")).to_contain_text("Jeanne M. vous invite")
    karim.get_by_role("button", name="Je rejoins l’équipage").click()
    expect(karim.locator("main")).to_contain_text("Chacun sa part")

    # Of the next two weeks each drives half; he takes one of her turns and gives one of his.
    mine = karim.locator(".rota__car--mine")
    before = mine.count()
    karim.get_by_role("button", name=re.compile("^J’échange")).first.click()
    expect(karim.locator("main")).to_contain_text("Vous donnez votre tour")
    assert mine.count() == before
    jeanne.reload()
    expect(jeanne.locator("main")).to_contain_text("Chacun sa part")
