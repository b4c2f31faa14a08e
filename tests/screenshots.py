"""`make screenshots`: the main pages of the demo at 1280 and 390 px, under PLACETTE_VAR/screenshots/.

Uses the site that runs on PORT, otherwise starts one for the time it takes.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright

from placette.core import configuration
from placette.core.configuration import PROJECT
from placette.site.demo import accounts

from .pages import CHROMIUM, FLAGS

SIZES = {"1280": (1280, 900), "390": (390, 844)}

# Pictures further down are loaded when one scrolls to them.
EVERYTHING_IS_THERE = """async () => {
    const images = [...document.images];
    for (const image of images) image.loading = "eager";
    await Promise.all(images.map((image) => image.decode().catch(() => {})));
    await document.fonts.ready;
}"""


@dataclass(frozen=True)
class Shot:
    name: str
    path: str
    account: accounts.Account | None = None
    then_open: str = ""  # a link of that page, whose target is the page to show
    dark: bool = False


SHOTS = (
    Shot("home", "/"),
    Shot("home-dark", "/", dark=True),
    Shot("commune", "/c/31187-fonsorbes/"),
    Shot("agenda", "/c/31187-fonsorbes/agenda/"),
    Shot("commune-waiting", "/c/31455-rieumes/"),
    Shot("search-communes", "/communes/?q=st+lys"),
    Shot("sign-up", "/compte/signup/"),
    Shot("sign-in", "/compte/login/"),
    Shot("feed", "/place/", accounts.RESIDENT),
    Shot("feed-dark", "/place/", accounts.RESIDENT, dark=True),
    Shot("annonce", "/place/", accounts.RESIDENT, then_open="a[href^='/annonces/']:not([href*='nouvelle'])"),
    Shot("new-annonce", "/annonces/nouvelle/", accounts.RESIDENT),
    Shot("messages", "/messages/", accounts.RESIDENT),
    Shot("conversation", "/messages/", accounts.RESIDENT, then_open="main a[href^='/messages/']"),
    Shot("notices", "/avis/", accounts.RESIDENT),
    Shot("profile", "/moi/", accounts.RESIDENT),
    Shot("trust", "/confiance/", accounts.RESIDENT),
    Shot("town-hall", "/mairie/", accounts.OFFICER),
    Shot("design", "/design/"),
    Shot("about", "/a-propos/"),
)


def main() -> int:
    read = configuration.read()
    folder = read.var / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    missing = []
    with site(read) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for width, (w, h) in SIZES.items():
            for page, shot in pages(browser, address, w, h):
                status = show(page, address, shot)
                page.screenshot(path=folder / f"{shot.name}-{width}.png", full_page=True)
                if status >= 400:
                    missing.append(f"{shot.name} at {width}: {shot.path} answered {status}")
        browser.close()
    print(f"{len(SHOTS) * len(SIZES)} pictures are in {folder}")
    print(*missing, sep="\n")
    return 1 if missing else 0


def pages(browser: Browser, address: str, width: int, height: int) -> Iterator[tuple[Page, Shot]]:
    """One browser session an account, so that each signs in once."""
    for account, dark in sorted({(shot.account, shot.dark) for shot in SHOTS}, key=str):
        scheme = "dark" if dark else "light"
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="fr-FR",
            reduced_motion="reduce",
        )
        page = context.new_page()
        if account:
            sign_in(page, account)
        for shot in SHOTS:
            if (shot.account, shot.dark) == (account, dark):
                yield page, shot
        context.close()


def sign_in(page: Page, account: accounts.Account) -> None:
    page.goto("/compte/login/")
    page.fill("#id_login", account.email)
    page.fill("#id_password", accounts.PASSWORD)
    page.locator("form:has(#id_password) button[type=submit]").first.click()
    if account in accounts.AT_WORK:
        page.fill("#id_code", page.locator(".demo-code").inner_text())
        page.locator("form:has(#id_code) button[type=submit]").first.click()
    page.wait_for_load_state()


def show(page: Page, address: str, shot: Shot) -> int:
    answer = page.goto(shot.path)
    if shot.then_open and answer and answer.ok:
        target = page.locator(shot.then_open).first
        if not target.count():
            return 404
        answer = page.goto(address + (target.get_attribute("href") or ""))
    page.evaluate(EVERYTHING_IS_THERE)
    return answer.status if answer else 500


@contextlib.contextmanager
def site(read: configuration.Configuration) -> Iterator[str]:
    address = f"http://127.0.0.1:{read.port}"
    if answers(address):
        yield address
        return
    process = subprocess.Popen([sys.executable, "-m", "placette.site.cli", "up"], cwd=PROJECT)
    try:
        while not answers(address):
            if process.poll() is not None:
                sys.exit("The site did not start.")
            time.sleep(0.2)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


if __name__ == "__main__":
    os.environ.setdefault("PLACETTE_DEMO", "1")
    sys.exit(main())
