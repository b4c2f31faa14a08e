"""Two people in two browsers, on the site as `make run` starts it: join, ask, answer, agree, thank."""

import os
import re
import uuid
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from placette.core.configuration import PROJECT
from placette.site.demo import accounts

from .test_processes import Site, running, until

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WITHOUT_JAVASCRIPT = DESKTOP | {"java_script_enabled": False}
AXE = PROJECT / "node_modules/axe-core/axe.min.js"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running(Path(os.environ["PLACETTE_TESTS"]) / f"browser-{os.getpid()}") as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def visitor(browser: Browser, site: Site):
    """Opens contexts of the site in French; a page that logs an error or breaks the policy fails the test."""
    opened: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(options: dict) -> Page:
        context = browser.new_context(base_url=f"http://127.0.0.1:{site.port}", locale="fr-FR", **options)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        return page

    yield open_page
    for context in opened:
        context.close()
    # What a test provokes on purpose is the browser's own line about a status.
    assert [error for error in errors if "status of 4" not in error] == []


def sign_in(page: Page, account: accounts.Account) -> None:
    page.goto("/compte/login/")
    page.fill("input[name=login]", account.email)
    page.fill("input[name=password]", accounts.PASSWORD)
    page.get_by_role("button", name="Entrer", exact=True).click()
    page.wait_for_url(re.compile("/(place|mairie)/"))


def code_for(site: Site, address: str) -> str:
    def latest() -> str:
        for file in sorted((site.var / "mails").glob("*.eml"), reverse=True):
            message = message_from_bytes(file.read_bytes(), policy=policy.default)
            if message["To"] == address:
                body = message.get_body(("plain",)).get_content()
                return next(
                    line for line in body.splitlines() if re.fullmatch(r"[A-Z0-9-]{4,12}", line.strip())
                )
        return ""

    return until(latest)


@pytest.mark.parametrize(
    "options", [DESKTOP, PHONE, WITHOUT_JAVASCRIPT], ids=["desktop", "phone", "no-javascript"]
)
def test_a_newcomer_borrows_a_ladder(site: Site, visitor, options: dict) -> None:
    page, neighbour, officer = visitor(options), visitor(options), visitor(options)
    address = f"lucie-{uuid.uuid4().hex[:8]}@example.org"
    thing = f"une échelle rouge {uuid.uuid4().hex[:6]}"

    # She joins.
    page.goto("/c/31187-fonsorbes/")
    page.get_by_role("link", name="Rejoindre la place").click()
    page.fill("input[name=email]", address)
    page.fill("input[name=password1]", "un-mot-de-passe-long")
    page.get_by_role("button", name="Continuer", exact=True).click()
    page.fill("input[name=code]", code_for(site, address).strip())
    page.locator("form:has(input[name=code]) button").first.click()
    page.fill("input[name=first_name]", "Lucie")
    page.fill("input[name=last_name]", "Bergès")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="C’est ma commune").click()

    # Until she is verified, the place is closed.
    page.goto("/place/")
    expect(page.get_by_role("heading", name="Encore une marche avant la place")).to_be_visible()

    # The town hall gives a code for an address.
    sign_in(officer, accounts.OFFICER)
    officer.goto("/mairie/")
    officer.fill("input[name=address]", "3 rue des Tilleuls, 31470 Fonsorbes")
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
    thing = f"perceuse {uuid.uuid4().hex[:6]}"
    jeanne.goto("/place/")
    jeanne.fill("input[name=title]", thing)
    jeanne.get_by_role("button", name="Demander à mes voisins").click()
    jeanne.get_by_role("link", name="Voir ma demande").click()
    url = jeanne.url
    karim.goto(url)
    karim.get_by_role("button", name="J’en ai une").click()
    jeanne.goto(karim.url)
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
    sign_in(page, accounts.SECOND)
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
    sign_in(page, accounts.RESIDENT)
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


PUBLIC = ["/", "/c/31187-fonsorbes/", "/communes/?q=31470", "/c/31445-portet-sur-garonne/", "/compte/login/",
          "/compte/signup/", "/a-propos/", "/confidentialite/", "/mentions-legales/", "/accessibilite/", "/nulle-part/", "/design/"]  # fmt: skip
RESIDENT = ["/place/", "/place/?quoi=loan&sens=offer", "/annonces/nouvelle/", "/annonces/miennes/", "/messages/", "/avis/",
            "/avis/reglages/", "/accords/", "/moi/", "/moi/reglages/", "/bienvenue/moi/", "/bienvenue/commune/?code=31187",
            "/confiance/", "/habitants/", "/moi/position/31187/"]  # fmt: skip


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_page_has_an_accessibility_error(visitor, options: dict, dark: bool) -> None:
    scheme = {"color_scheme": "dark" if dark else "light", "bypass_csp": True}
    page = visitor(options | scheme)
    found = {path: _violations(page, path) for path in PUBLIC}
    sign_in(page, accounts.RESIDENT)
    found |= {path: _violations(page, path) for path in RESIDENT}
    page.goto("/place/")
    annonce = page.locator(".listing-card__title a").first.get_attribute("href")
    found[annonce] = _violations(page, annonce)
    page.goto("/messages/")
    thread = page.locator("main a.row").first.get_attribute("href")
    found[thread] = _violations(page, thread)
    officer = visitor(options | scheme)
    sign_in(officer, accounts.OFFICER)
    found["/mairie/"] = _violations(officer, "/mairie/")

    assert {path: errors for path, errors in found.items() if errors} == {}


def _violations(page: Page, path: str) -> list[str]:
    """What axe finds, and whether the page is wider than its window."""
    page.goto(path)
    page.add_script_tag(path=str(AXE))
    result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    errors = [f"{each['id']}: {each['nodes'][0]['html'][:150]}" for each in result["violations"]]
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return errors + ([f"wider than the window by {width} px"] if width > 0 else [])
