"""Bytes over the wire of the home page and the feed, first visit, photos apart.

Wants a site that runs with the demo:  make run  then  .venv/bin/python bench/weight.py http://127.0.0.1:8000
"""

import sys
from collections import Counter

from playwright.sync_api import sync_playwright

from placette.site.demo import accounts

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]


def main(base: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
        measure(page, base + "/", "home")
        page.goto(base + "/compte/login/")
        page.fill("#id_login", accounts.RESIDENT.email)
        page.fill("#id_password", accounts.PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_url("**/place/")
        cookies = page.context.cookies()
        fresh = browser.new_context(viewport={"width": 390, "height": 844})
        fresh.add_cookies(cookies)
        measure(fresh.new_page(), base + "/place/", "feed")
        browser.close()


def measure(page, url: str, name: str) -> None:  # type: ignore[no-untyped-def]
    weights: Counter[str] = Counter()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    kinds: dict[str, str] = {}
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on(
        "Network.loadingFinished",
        lambda event: weights.update({kinds.get(event["requestId"], "?"): int(event["encodedDataLength"])}),
    )
    page.goto(url)
    page.wait_for_timeout(1500)
    photos = weights.pop("Image", 0)
    parts = ", ".join(f"{kind} {size / 1000:.1f} KB" for kind, size in weights.most_common())
    print(
        f"{name}: {sum(weights.values()) / 1000:.1f} KB without photos ({parts}); photos {photos / 1000:.0f} KB"
    )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
