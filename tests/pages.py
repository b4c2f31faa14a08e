"""What the tests in a browser share: the sizes of windows, signing in, a code from a mail, what axe finds."""

import contextlib
import re
import uuid
from collections.abc import Iterator
from email import message_from_bytes, policy
from urllib.parse import urlsplit

from playwright.sync_api import Page

from placette.core.configuration import PROJECT
from placette.site.demo import accounts

from .running_site import Site, until

DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WITHOUT_JAVASCRIPT = DESKTOP | {"java_script_enabled": False}
HERS = re.compile(r"^[^?]*/(place|mairie)/")
AXE = PROJECT / "node_modules/axe-core/axe.min.js"
# Preloading fetches the styles again, for the one rule that looks for a locked orientation.
EVERY_RULE = "{resultTypes: ['violations'], preload: false}"

# To derive a password's key takes a second, many times: a process has one site, and a session there for each account.
_opened: dict[str, tuple[list, str]] = {}


def sign_in(page: Page, account: accounts.Account, *, anew: bool = False) -> None:
    """Her own page, by the session that she opened before in another browser; `anew`, by the form."""
    if account.email in _opened and not anew:
        cookies, path = _opened[account.email]
        page.context.add_cookies(cookies)
        page.goto(path)
        if HERS.search(page.url):
            return
    page.goto("/compte/login/")
    page.fill("#id_login", account.email)
    page.fill("#id_password", accounts.PASSWORD)
    page.get_by_role("button", name="Entrer", exact=True).click()
    page.wait_for_url(HERS)
    if not anew:
        sessions = [each for each in page.context.cookies() if each["name"] == "sessionid"]
        _opened[account.email] = sessions, urlsplit(page.url).path


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


def join(page: Page, site: Site, first_name: str = "Lucie", last_name: str = "Bergès") -> None:
    """From the page of Fonsorbes to a resident whose e-mail is confirmed, and her residence not yet."""
    address = f"{uuid.uuid4().hex[:12]}@example.org"
    page.goto("/c/31187-fonsorbes/")
    page.get_by_role("link", name="Rejoindre la place").click()
    page.fill("input[name=email]", address)
    page.fill("input[name=password1]", "un-mot-de-passe-long")
    page.get_by_role("button", name="Continuer", exact=True).click()
    page.fill("input[name=code]", code_for(site, address).strip())
    page.locator("form:has(input[name=code]) button").first.click()
    page.fill("input[name=first_name]", first_name)
    page.fill("input[name=last_name]", last_name)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="C’est ma commune").click()


def violations(page: Page, path: str = "") -> list[str]:
    """What axe finds on this page, in the light, in the dark and on a phone, and whether it is wider than its window.

    The page of a desktop: for the phone it is not loaded a second time, its window changes.
    """
    if path:
        page.goto(path)
    page.add_script_tag(path=str(AXE))
    found = _axe(page, EVERY_RULE) + _too_wide(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += _axe(page, "{runOnly: ['color-contrast'], " + EVERY_RULE[1:])
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    with _as_on_a_phone(page):
        return found + [f"phone: {each}" for each in _axe(page, EVERY_RULE) + _too_wide(page)]


@contextlib.contextmanager
def _as_on_a_phone(page: Page) -> Iterator[None]:
    width, height = PHONE["viewport"].values()
    metrics = {"width": width, "height": height, "mobile": True, "deviceScaleFactor": 1}
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    devtools.send("Emulation.setDeviceMetricsOverride", metrics)
    page.wait_for_function("width => matchMedia(`(width: ${width}px)`).matches", arg=width)
    yield
    devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    devtools.detach()
    page.set_viewport_size(DESKTOP["viewport"])


def _too_wide(page: Page) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"wider than the window by {width} px"] if width > 0 else []


def _axe(page: Page, options: str) -> list[str]:
    result = page.evaluate(f"() => axe.run(document, {options})")
    return [f"{each['id']}: {each['nodes'][0]['html'][:150]}" for each in result["violations"]]
