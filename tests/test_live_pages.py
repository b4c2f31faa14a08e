"""Open pages that change by themselves, in real browsers: tabs share a stream, and nothing typed is lost or left behind."""

import pytest
from playwright.sync_api import Locator, Page, expect

from placette.site.demo import accounts

from .pages import DESKTOP, PHONE, sign_in, talk
from .running_site import until

pytestmark = pytest.mark.browser
SEE = "state => { Object.defineProperty(document, 'visibilityState', {value: state, configurable: true}); document.dispatchEvent(new Event('visibilitychange')); }"


@pytest.fixture
def two(visitor) -> tuple[Page, Page]:
    """Jeanne and Karim, each in a browser, in the same conversation about something that she asks for."""
    jeanne, karim = visitor(DESKTOP), visitor(DESKTOP)
    sign_in(jeanne, accounts.RESIDENT)
    sign_in(karim, accounts.SECOND)
    talk(jeanne, karim)
    return jeanne, karim


def write(page: Page, text: str) -> None:
    page.get_by_label("Votre message").fill(text)
    page.get_by_role("button", name="Envoyer", exact=True).click()
    # What is typed before the empty composer has come would go with the one that is sent.
    expect(page.get_by_label("Votre message")).to_have_value("")


def last_message(page: Page):
    return page.locator("[data-message]").last


def streams_of(page: Page) -> list:
    """The live streams that this browser asks for from now on."""
    asked: list = []
    page.context.on(
        "request", lambda request: asked.append(request) if request.url.endswith("/live/") else None
    )
    return asked


def test_all_tabs_of_a_browser_hear_by_one_stream_and_the_others_go_on_when_its_tab_is_closed(two) -> None:
    first, karim = two
    asked = streams_of(first)
    first.reload()
    # The page that is left may still have asked for its own.
    until(lambda: first.wait_for_timeout(1000) or asked)
    so_far = len(asked)
    second, third = first.context.new_page(), first.context.new_page()
    for tab in (second, third):
        tab.goto(karim.url)

    write(karim, "Elle est au garage.")
    for tab in (first, second, third):
        expect(last_message(tab)).to_contain_text("Elle est au garage.")
    assert len(asked) == so_far

    first.close()
    until(lambda: second.wait_for_timeout(50) or len(asked) == so_far + 1)
    write(karim, "Et elle est chargée.")
    for tab in (second, third):
        expect(last_message(tab)).to_contain_text("Et elle est chargée.")
    assert len(asked) == so_far + 1


def test_a_tab_hidden_for_a_minute_leaves_its_stream_and_catches_up_when_it_is_looked_at(two) -> None:
    jeanne, karim = two
    jeanne.clock.install()
    jeanne.goto("/avis/")
    counter = jeanne.locator(".top [data-live=messages]")
    asked = streams_of(jeanne)
    jeanne.reload()
    until(lambda: jeanne.wait_for_timeout(500) or asked)
    so_far = len(asked)

    jeanne.evaluate(SEE, "hidden")
    jeanne.clock.fast_forward(61_000)
    until(lambda: jeanne.wait_for_timeout(50) or asked[-1].failure)
    write(karim, "Elle est au garage.")
    expect(last_message(karim)).to_contain_text("Elle est au garage.")
    before = counter.inner_text()
    jeanne.evaluate(SEE, "visible")

    expect(counter).to_have_text(str(int(before or 0) + 1))
    assert len(asked) == so_far + 1


def test_a_chosen_moment_survives_a_message_and_the_panel_is_renewed_once_the_form_is_folded(two) -> None:
    jeanne, karim = two
    summary = jeanne.locator("summary", has_text="Proposer un accord")
    summary.click()
    chosen = jeanne.locator("details[open] input[name=moment]").first
    chosen.check()
    jeanne.get_by_label("Votre message").focus()

    write(karim, "Elle est au garage.")
    expect(last_message(jeanne)).to_contain_text("Elle est au garage.")
    expect(chosen).to_be_checked()
    karim.locator("summary", has_text="Proposer un accord").click()
    karim.locator("details[open] form button").click()
    expect(last_message(jeanne)).to_contain_text("fait une proposition")
    expect(chosen).to_be_checked()
    summary.click()

    expect(jeanne.get_by_role("heading", name="Une proposition vous attend")).to_be_visible()
    expect(jeanne.locator("[data-panel] input[name=moment]").first).to_be_hidden()


def test_an_untouched_panel_changes_by_itself(two) -> None:
    jeanne, karim = two
    karim.locator("summary", has_text="Proposer un accord").click()
    karim.locator("details[open] form button").click()

    expect(jeanne.get_by_role("heading", name="Une proposition vous attend")).to_be_visible()


def test_whoever_signs_out_leaves_no_draft_on_the_device(two) -> None:
    jeanne, _ = two
    jeanne.get_by_label("Votre message").fill("Je vous dis ma porte : le code est")
    drafts = "Object.keys(localStorage).filter((key) => key.startsWith('placette-draft:'))"
    assert jeanne.evaluate(drafts) != []

    jeanne.goto("/moi/reglages/")
    jeanne.get_by_role("button", name="Me déconnecter").click()
    jeanne.wait_for_url("**/")

    assert jeanne.evaluate(drafts) == []


def lower_edge(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["y"] + box["height"]


def is_above_the_bar(page: Page, part: Locator) -> bool:
    bar = page.locator(".bottom").bounding_box()
    return bool(bar) and lower_edge(part) <= bar["y"]


def propose(page: Page) -> None:
    page.locator("summary", has_text="Proposer un accord").click()
    page.locator("details[open] form button").click()


def test_on_a_phone_a_proposal_is_in_sight_when_it_comes_and_when_the_page_is_opened(two) -> None:
    jeanne, karim = two
    jeanne.set_viewport_size(PHONE["viewport"])
    for number in ("une", "deux", "trois"):
        write(karim, "\n".join(["Elle est au garage."] * 12 + [number]))
        expect(last_message(jeanne)).to_contain_text(number)
    accept = jeanne.get_by_role("button", name="D’accord", exact=True)

    propose(karim)
    expect(accept).to_be_visible()
    until(lambda: is_above_the_bar(jeanne, accept))
    jeanne.goto("/messages/")
    jeanne.goto(karim.url.replace("#a-decider", ""))

    until(lambda: is_above_the_bar(jeanne, accept))
    expect(accept).to_be_in_viewport(ratio=1)


def test_the_button_of_the_composer_stands_beside_its_field_and_above_the_bar(two) -> None:
    jeanne, _ = two
    field = jeanne.get_by_label("Votre message")
    send = jeanne.get_by_role("button", name="Envoyer", exact=True)
    assert abs(lower_edge(field) - lower_edge(send)) < 1

    jeanne.set_viewport_size(PHONE["viewport"])
    jeanne.reload()
    field.focus()

    assert abs(lower_edge(field) - lower_edge(send)) < 1
    until(lambda: is_above_the_bar(jeanne, send))
