"""What the tests in a browser share: how it starts, the sizes of windows, signing in, a code from a mail, what axe finds."""

import contextlib
import re
import uuid
from collections.abc import Iterator
from email import message_from_bytes, policy
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

from placette.core.configuration import PROJECT
from placette.site.demo import accounts

from .running_site import Site, until

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # No page lives long enough to be worth its compiling a second and a third time.
    "--js-flags=--no-turbofan --no-maglev --always-sparkplug",
    # Each window would draw two pages for suggestions under an address bar that nobody sees: half of what it costs. Only the
    # last list counts, so that Playwright's own come again.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,"
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch",
]  # fmt: skip
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WITHOUT_JAVASCRIPT = DESKTOP | {"java_script_enabled": False}
HERS = re.compile(r"^[^?]*/(place|mairie|intercommunalite|operateur)/")
AXE = PROJECT / "node_modules/axe-core/axe.min.js"

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
    if account in accounts.AT_WORK:
        page.fill("#id_code", page.locator(".demo-code").inner_text())
        page.get_by_role("button", name="Entrer", exact=True).click()
    page.wait_for_url(HERS)
    if not anew:
        sessions = [each for each in page.context.cookies() if each["name"] == "sessionid"]
        _opened[account.email] = sessions, urlsplit(page.url).path


def send(page: Page, path: str, **fields: str) -> str:
    """What a form of a page sends, without a page being drawn; the address to which the answer leads.

    Playwright's own requests share the cookies of the browser: who is signed in there sends it.
    """
    address, token = urljoin(page.url, path), "x" * 32
    host = urlsplit(address).hostname
    page.context.add_cookies([{"name": "csrftoken", "value": token, "domain": host, "path": "/"}])
    answer = page.context.request.post(address, form={"csrfmiddlewaretoken": token, **fields})
    assert answer.ok, answer.status
    return answer.url


def talk(asking: Page, answering: Page) -> str:
    """Both signed in: one asks for something, the other has it, and both see their conversation, whose address it is."""
    asked = send(asking, "/je-cherche/", title=f"une échelle {uuid.uuid4().hex[:6]}")
    thread = send(answering, asked.replace("/demande/", "/reponse/"), text="J’en ai une")
    for page in (asking, answering):
        page.goto(thread)
    return thread


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
    page.goto("/c/31187-fonsorbes/")
    page.get_by_role("link", name="Rejoindre la place").click()
    sign_up(page, site)
    page.fill("input[name=first_name]", first_name)
    page.fill("input[name=last_name]", last_name)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="C’est ma commune").click()


NEW_PASSWORD = "un-mot-de-passe-long"


def sign_up(page: Page, site: Site) -> None:
    """From the form to an account whose e-mail is confirmed."""
    address = f"{uuid.uuid4().hex[:12]}@example.org"
    page.fill("input[name=email]", address)
    page.fill("input[name=password1]", NEW_PASSWORD)
    page.get_by_role("button", name="Continuer", exact=True).click()
    page.fill("input[name=code]", code_for(site, address).strip())
    page.locator("form:has(input[name=code]) button").first.click()


# What another width and other colours may break: all else was found in the same elements a moment before.
SEEN_ON_A_PHONE = ("color-contrast", "link-in-text-block", "scrollable-region-focusable")


def violations(
    page: Page, path: str = "", themes: tuple[str, str] = ("light", "dark"), *, whole: bool = True
) -> list[str]:
    """What axe finds on this page of a desktop in the first theme and on a phone in the second, and whether it is wider
    than its window. For the phone it is not loaded a second time: its window changes. The page runs AXE as it begins.

    `whole`: by all rules on the phone as well, for what shows itself only there.
    """
    if path:
        page.goto(path)
    desktop, phone = themes
    page.emulate_media(color_scheme=desktop, reduced_motion="reduce")
    found = _axe(page) + _too_wide(page)
    page.emulate_media(color_scheme=phone, reduced_motion="reduce")
    with _as_on_a_phone(page):
        found += [
            f"phone: {each}" for each in _axe(page, *() if whole else SEEN_ON_A_PHONE) + _too_wide(page)
        ]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found


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


def _axe(page: Page, *rules: str) -> list[str]:
    # Preloading fetches the styles again, for the one rule that looks for a locked orientation.
    return page.evaluate(
        """async (rules) => {
        const { violations } = await axe.run(document, {
            resultTypes: ["violations"], preload: false, ...(rules.length && { runOnly: { type: "rule", values: rules } }),
        });
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 150)}`);
    }""",
        list(rules),
    )
