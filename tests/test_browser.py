"""Two people in two browsers, on the site as `make run` starts it: join, ask, answer, agree, thank."""

import re
import uuid
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from placette.site.demo import accounts

from .pages import DESKTOP, PHONE, WITHOUT_JAVASCRIPT, join, sign_in, talk
from .running_site import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "options", [DESKTOP, PHONE, WITHOUT_JAVASCRIPT], ids=["desktop", "phone", "no-javascript"]
)
def test_a_newcomer_borrows_a_ladder(site: Site, visitor, options: dict) -> None:
    page, neighbour, officer = visitor(options), visitor(options), visitor(options)
    thing = f"Une échelle rouge {uuid.uuid4().hex[:6]}"

    join(page, site)

    # Until she is verified, the place is closed.
    page.goto("/place/")
    expect(page.get_by_role("heading", name="Encore une marche avant la place")).to_be_visible()

    # The town hall gives a code for an address.
    sign_in(officer, accounts.OFFICER)
    officer.goto("/mairie/")
    officer.fill("[name=address]", "3 rue des Tilleuls, 31470 Fonsorbes")
    officer.get_by_role("button", name="Préparer la lettre").click()
    code = officer.locator(".code-sheet").inner_text()
    page.goto("/confiance/")
    page.fill("input[name=code]", code.lower())
    page.get_by_role("button", name="Valider le code").click()
    expect(page.get_by_role("heading", name="Vous êtes de la place")).to_be_visible()

    # She asks in one line.
    page.goto("/place/")
    page.fill("input[name=title]", thing)
    page.get_by_role("button", name="Demander à mes voisins").click()
    expect(page.get_by_role("heading", name="C’est demandé")).to_be_visible()

    # A neighbour answers in one tap.
    sign_in(neighbour, accounts.SECOND)
    neighbour.goto("/place/")
    neighbour.get_by_role("link", name=thing).click()
    neighbour.get_by_role("button", name="J’en ai une").click()
    neighbour.wait_for_url(re.compile("/messages/"))

    # She reads it, and proposes.
    page.goto("/messages/")
    page.locator("main a.row", has_text=thing).click()
    expect(page.get_by_text("J’en ai une").first).to_be_visible()
    page.locator("summary", has_text="Proposer un accord").click()
    page.locator("details[open] form button").click()
    expect(page.get_by_role("heading", name="Votre proposition attend une réponse")).to_be_visible()

    # He accepts; it is done; both say thanks. With JavaScript his page has changed by itself.
    if options is WITHOUT_JAVASCRIPT:
        neighbour.reload()
    neighbour.get_by_role("button", name="D’accord").click()
    page.reload()
    page.get_by_role("button", name="C’est fait").click()
    page.get_by_role("button", name="Merci beaucoup !").click()
    expect(page.get_by_text("dit merci").first).to_be_visible()
    neighbour.reload()
    neighbour.get_by_role("button", name="Merci, tout s’est très bien passé.").click()
    expect(neighbour.get_by_text("dit merci")).to_have_count(2)

    exchanges = site.sql(
        "SELECT count(*) FROM impact_exchange e JOIN listings_agreement a ON e.source = 'agreement:' || a.id WHERE a.what = %s",
        thing,
    )
    assert exchanges == [(1,)]


def test_messages_come_by_themselves(site: Site, visitor) -> None:
    jeanne, karim = visitor(DESKTOP), visitor(DESKTOP)
    sign_in(jeanne, accounts.RESIDENT)
    sign_in(karim, accounts.SECOND)
    talk(jeanne, karim)
    shown = jeanne.locator("[data-message]").count()

    karim.get_by_label("Votre message").fill("Elle est au garage.")
    karim.get_by_role("button", name="Envoyer", exact=True).click()

    expect(jeanne.locator("[data-message]").last).to_contain_text("Elle est au garage.")
    expect(jeanne.locator("[data-message]")).to_have_count(shown + 1)
    expect(jeanne.get_by_role("status").filter(has_text="Elle est au garage.")).to_have_count(1)


def test_what_was_typed_survives_a_lost_connection(visitor) -> None:
    page = visitor(PHONE)
    sign_in(page, accounts.RESIDENT)
    page.goto("/annonces/nouvelle/")
    page.fill("input[name=title]", "Table de ping-pong")
    page.fill("textarea[name=text]", "À partager dans la rue.")
    page.goto("about:blank")

    page.goto("/annonces/nouvelle/")

    expect(page.locator("input[name=title]")).to_have_value("Table de ping-pong")
    expect(page.locator("textarea[name=text]")).to_have_value("À partager dans la rue.")


def test_a_draft_waits_for_its_author_and_gives_way_to_a_link(visitor) -> None:
    page = visitor(DESKTOP)
    sign_in(page, accounts.RESIDENT)
    page.goto("/annonces/nouvelle/?sens=offer&quoi=gift")
    page.fill("input[name=title]", "Des bocaux")
    page.select_option("select[name=category]", "kitchen")

    page.goto("/annonces/nouvelle/?sens=request&quoi=loan")

    expect(page.locator("input[name=title]")).to_have_value("Des bocaux")
    expect(page.locator("select[name=category]")).to_have_value("kitchen")
    expect(page.locator("input[name=direction][value=request]")).to_be_checked()
    page.context.clear_cookies()
    sign_in(page, accounts.SECOND, anew=True)
    page.goto("/annonces/nouvelle/")
    expect(page.locator("input[name=title]")).to_have_value("")


def test_what_was_changed_survives_a_session_that_has_ended(visitor) -> None:
    page = visitor(DESKTOP)
    sign_in(page, accounts.RESIDENT)
    page.goto("/annonces/miennes/")
    page.locator(".listing-card a").first.click()
    page.get_by_role("link", name="Modifier").click()
    form = page.url
    title = page.locator("input[name=title]").input_value()
    page.fill("input[name=title]", title + " avec housse")
    page.context.clear_cookies(name="sessionid")

    page.get_by_role("button", name="Enregistrer").click()
    expect(page).to_have_url(re.compile("/compte/login/"))
    sign_in(page, accounts.RESIDENT, anew=True)
    page.goto(form)

    expect(page.locator("input[name=title]")).to_have_value(title + " avec housse")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title + " avec housse")
    page.goto(form)
    expect(page.locator("input[name=title]")).to_have_value(title + " avec housse")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('listing-'))") == []


@pytest.mark.parametrize("way_back", ["by its address", "by the back button"])
def test_what_was_typed_survives_a_connection_lost_while_it_is_sent(visitor, way_back: str) -> None:
    page = visitor(PHONE)
    sign_in(page, accounts.RESIDENT)
    page.goto("/place/")
    page.goto("/annonces/nouvelle/")
    page.fill("input[name=title]", "Barbecue de quartier")
    page.locator("input[name=kind][value=loan]").check()
    page.locator("select[name=category]").select_option("home")
    page.fill("textarea[name=text]", "À rendre propre.")
    page.route(
        "**/annonces/nouvelle/",
        lambda route: route.abort("connectionreset") if route.request.method == "POST" else route.continue_(),
    )
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Publier").click(no_wait_after=True)
    page.wait_for_url("chrome-error://**")

    if way_back == "by the back button":
        page.go_back()
        page.get_by_role("link", name="Placette").first.click()
        page.wait_for_url("**/place/")
    page.goto("/annonces/nouvelle/")

    expect(page.locator("input[name=title]")).to_have_value("Barbecue de quartier")
    expect(page.locator("input[name=kind][value=loan]")).to_be_checked()
    expect(page.locator("select[name=category]")).to_have_value("home")
    expect(page.locator("textarea[name=text]")).to_have_value("À rendre propre.")


@pytest.mark.parametrize(
    "options", [DESKTOP, PHONE, WITHOUT_JAVASCRIPT], ids=["desktop", "phone", "no-javascript"]
)
def test_chosen_photos_survive_a_refused_form(visitor, tmp_path: Path, options: dict) -> None:
    page = visitor(options)
    sign_in(page, accounts.RESIDENT)
    page.goto("/annonces/nouvelle/")
    page.locator("input[name=kind][value=sale]").check()
    page.fill("input[name=title]", "Vélo d’enfant")
    page.locator("select[name=category]").select_option(index=1)
    for name, colour in (("rouge.jpg", "#a8323c"), ("bleu.jpg", "#2b5f8f")):
        Image.new("RGB", (1200, 900), colour).save(tmp_path / name)
    (tmp_path / "facture.jpg").write_bytes(b"%PDF-1.7")
    page.set_input_files("input[name=photos]", sorted(tmp_path.iterdir()))
    page.get_by_role("button", name="Publier").click()

    expect(page.get_by_text("« facture.jpg » : Ce fichier n’est pas une photo lisible")).to_be_visible()
    shown = page.locator(".kept-photos img")
    expect(shown).to_have_count(2)
    assert [
        image.evaluate("image => image.decode().then(() => image.naturalWidth)") for image in shown.all()
    ] == [400, 400]
    page.get_by_label("Retirer la photo 1").check()
    page.fill("input[name=price]", "40")
    page.get_by_role("button", name="Publier").click()

    expect(page.get_by_role("heading", name="Vélo d’enfant")).to_be_visible()
    expect(page.locator(".gallery img")).to_have_count(1)


def test_photos_that_are_too_heavy_are_refused_in_words_and_the_rest_is_kept(visitor, tmp_path: Path) -> None:
    page = visitor(PHONE)
    sign_in(page, accounts.RESIDENT)
    page.goto("/annonces/nouvelle/")
    page.locator("input[name=kind][value=gift]").check()
    page.fill("input[name=title]", "Table de ferme")
    page.locator("select[name=category]").select_option(index=1)
    with (tmp_path / "film.jpg").open("wb") as file:
        file.truncate(200_000_000)  # a hole: it takes no room on the disk
    page.set_input_files("input[name=photos]", tmp_path / "film.jpg")
    page.get_by_role("button", name="Publier").click()

    expect(page.get_by_role("heading", name="Envoi trop lourd")).to_be_visible()
    page.go_back()
    expect(page.locator("input[name=title]")).to_have_value("Table de ferme")


def test_the_combobox_finds_a_commune_with_the_keyboard(visitor) -> None:
    page = visitor(DESKTOP)
    page.goto("/")
    page.get_by_role("combobox").press_sequentially("st lys", delay=20)
    expect(page.get_by_role("option").first).to_contain_text("Saint-Lys")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_url("**/c/31499-saint-lys/")
