"""What was typed is never lost, however the browser goes on or back."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from placette.site.demo import accounts

from .pages import DESKTOP, PHONE, sign_in, talk
from .running_site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def page_that_is_kept(site: Site, launch: Callable[..., Browser]) -> Iterator[Page]:
    """In a browser that keeps the page it leaves, as those of people do."""
    launched = launch(without=("--disable-back-forward-cache",))
    page = launched.new_page(base_url=f"http://127.0.0.1:{site.port}", locale="fr-FR", **DESKTOP)
    page.set_default_timeout(15_000)
    yield page
    launched.close()


# Playwright itself loses sight of a page that comes back as it was left: it asks from within.
ASKED_WHEN_BACK = """thing => addEventListener("pageshow", event => {
    if (!event.persisted) return;
    const field = document.querySelector("input[name=title]");
    field.value = thing;
    field.form.requestSubmit();
})"""


def ask(page: Page, thing: str) -> None:
    page.fill("input[name=title]", thing)
    page.get_by_role("button", name="Demander à mes voisins").click()
    expect(page.get_by_role("heading", name="C’est demandé")).to_be_visible()


def test_what_is_asked_after_going_back_is_asked_too(site: Site, page_that_is_kept: Page) -> None:
    page, mark = page_that_is_kept, uuid.uuid4().hex[:8]
    sign_in(page, accounts.RESIDENT)
    page.goto("/place/")
    page.evaluate(ASKED_WHEN_BACK, f"une tondeuse {mark}")
    ask(page, f"une échelle {mark}")

    page.evaluate("history.back()")

    expect(page.get_by_text(f"« une tondeuse {mark} »")).to_be_visible()
    asked = site.sql("SELECT count(*) FROM listings_listing WHERE title LIKE %s", f"%{mark}")
    assert asked == [(2,)]


def test_what_is_looked_for_waits_for_its_author(visitor) -> None:
    page = visitor(PHONE)
    sign_in(page, accounts.RESIDENT)
    page.goto("/place/")
    page.fill("input[name=title]", "une brouette")
    page.goto("about:blank")

    page.goto("/place/")
    expect(page.locator("input[name=title]")).to_have_value("une brouette")
    ask(page, f"une brouette {uuid.uuid4().hex[:6]}")
    page.goto("/place/")

    expect(page.locator("input[name=title]")).to_have_value("")
    page.fill("input[name=title]", "un secret")
    page.context.clear_cookies()
    sign_in(page, accounts.SECOND, anew=True)
    page.goto("/place/")
    expect(page.locator("input[name=title]")).to_have_value("")


@pytest.fixture
def conversation(visitor) -> tuple[Page, Page]:
    """Two who have just begun to talk about something: who asked, who answered."""
    asking, answering = visitor(DESKTOP), visitor(DESKTOP)
    sign_in(asking, accounts.RESIDENT)
    sign_in(answering, accounts.SECOND)
    talk(asking, answering)
    return asking, answering


def propose(page: Page, what: str, note: str) -> None:
    page.locator("summary", has_text="Proposer un accord").click()
    page.fill("details[open] input[name=what]", what)
    page.locator("summary", has_text="Ajouter une durée").click()
    page.fill("details[open] input[name=note]", note)


def test_terms_thanks_and_reasons_are_kept_until_they_are_sent(conversation) -> None:
    asking, answering = conversation
    propose(asking, "La grande échelle", "Au portail vert")
    asking.goto("about:blank")
    asking.goto(answering.url)

    expect(asking.locator("details[open] input[name=note]")).to_have_value("Au portail vert")
    asking.get_by_role("button", name="Proposer", exact=True).click()
    answering.reload()
    answering.locator("summary", has_text="Proposer autre chose").click()
    answering.fill("details[open] input[name=note]", "Plutôt dimanche")
    answering.reload()
    expect(answering.locator("details[open] input[name=note]")).to_have_value("Plutôt dimanche")
    answering.get_by_role("button", name="D’accord").click()
    answering.locator("summary", has_text="Annuler").click()
    answering.fill("input[name=reason]", "Je suis souffrant")
    answering.reload()
    expect(answering.locator("input[name=reason]")).to_have_value("Je suis souffrant")
    asking.reload()
    asking.get_by_role("button", name="C’est fait").click()
    asking.fill("input#thanks", "Merci, elle est parfaite")
    asking.reload()
    expect(asking.locator("input#thanks")).to_have_value("Merci, elle est parfaite")


def test_terms_that_were_refused_are_still_there(conversation) -> None:
    asking, answering = conversation
    propose(asking, "La grande échelle", "Au portail vert")
    asking.evaluate("document.querySelector('live-thread').remove()")  # she hears nothing meanwhile
    answering.locator("summary", has_text="Proposer un accord").click()
    answering.locator("details[open] form button").click()

    asking.get_by_role("button", name="Proposer", exact=True).click()

    expect(asking.get_by_text("Rien n’a été envoyé")).to_be_visible()
    expect(asking.locator("details[open] input[name=note]")).to_have_value("Au portail vert")
    asking.get_by_role("button", name="Envoyer cette proposition").click()
    expect(asking.get_by_role("heading", name="Votre proposition attend une réponse")).to_be_visible()


def test_a_page_that_says_an_error_takes_no_draft(visitor) -> None:
    page = visitor(DESKTOP)
    sign_in(page, accounts.RESIDENT)
    page.goto("/annonces/nouvelle/")
    fill(page, "Barbecue de quartier")
    page.route("**/annonces/nouvelle/", _answered)

    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("Rien n’a été enregistré")).to_be_visible()
    page.unroute("**/annonces/nouvelle/")
    page.goto("/annonces/nouvelle/")

    expect(page.locator("input[name=title]")).to_have_value("Barbecue de quartier")


def fill(page: Page, title: str) -> None:
    page.locator("input[name=kind][value=loan]").check()
    page.fill("input[name=title]", title)
    page.locator("select[name=category]").select_option("party")


def _answered(route) -> None:
    """The square, with an error on it, in the place of what the site would answer."""
    if route.request.method != "POST":
        route.continue_()
        return
    answer = route.fetch(url=route.request.url.replace("annonces/nouvelle", "place"), method="GET")
    said = '<p class="toast toast--error">Rien n’a été enregistré.</p>'
    route.fulfill(response=answer, body=answer.text().replace("<h1", said + "<h1", 1))


# Counts the forms that leave, and keeps them from leaving: a connection that answers nothing.
FORMS_THAT_LEAVE = """() => {
    window.left = 0;
    addEventListener("submit", event => {
        if (!event.defaultPrevented) window.left += 1;
        event.preventDefault();
    });
}"""


def test_a_form_on_its_way_is_not_sent_again(visitor) -> None:
    page = visitor(PHONE)
    sign_in(page, accounts.RESIDENT)
    page.clock.install()
    page.goto("/annonces/nouvelle/")
    fill(page, "Tente de réception")
    page.evaluate(FORMS_THAT_LEAVE)

    for _ in range(3):
        page.get_by_role("button", name="Publier").click()
        page.clock.fast_forward(60_000)

    assert page.evaluate("window.left") == 1
    page.clock.fast_forward(300_000)
    page.get_by_role("button", name="Publier").click()
    assert page.evaluate("window.left") == 2
