"""One demo is made a run, and copied for each process of the tests; one browser a file."""

import fcntl
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from .pages import CHROMIUM, FLAGS
from .running_site import Site, running, until

# A busy machine draws a map in software: what comes late has come.
expect.set_options(timeout=15_000)
NOTHING_TO_DO = """
SELECT NOT EXISTS (
    SELECT FROM procrastinate_jobs
    WHERE status = 'doing' OR (status = 'todo' AND coalesce(scheduled_at, now()) <= now())
)
"""


@pytest.fixture(scope="session")
def copy_of_the_demo() -> Callable[[str], Path]:
    """A folder of its own, with all communes and the demo, as `make run` leaves it when it is stopped."""

    def copy(name: str) -> Path:
        folder = Path(os.environ["PLACETTE_TESTS"])
        original, ours = folder / "demo", folder / f"{name}-{os.getpid()}"
        with (folder / "demo.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # the second process waits for what the first one makes
            if not (original / "is-whole").exists():
                with running(original) as first:
                    # The trips of the demo are told to whoever goes the same way: once, not by the worker of every copy.
                    until(lambda: first.sql(NOTHING_TO_DO) == [(True,)], patience=120)
                    ((journal,),) = first.sql("SELECT pg_walfile_name(pg_current_wal_lsn() + 2 * 16777216)")
                # What PostgreSQL keeps ready to write into later is more than half of all that would be copied.
                for segment in (original / "postgres/pg_wal").glob("0*"):
                    if segment.name > journal:
                        segment.unlink()
                (original / "is-whole").touch()
        subprocess.run(["cp", "-a", "--reflink=auto", original, ours], check=True)
        return ours

    return copy


@pytest.fixture(scope="session")
def site(copy_of_the_demo: Callable[[str], Path]) -> Iterator[Site]:
    with running(copy_of_the_demo("browser")) as started:
        yield started


@pytest.fixture(scope="module")
def launch() -> Iterator[Callable[..., Browser]]:
    """Starts a browser; `without` takes away options that Playwright gives by default.

    It ends with the tests of a file: Django refuses its database to a thread in which Playwright's loop runs.
    """
    with sync_playwright() as playwright:
        launched: list[Browser] = []

        def one(without: tuple[str, ...] = ()) -> Browser:
            launched.append(
                playwright.chromium.launch(
                    executable_path=CHROMIUM, args=FLAGS, ignore_default_args=list(without)
                )
            )
            return launched[-1]

        yield one
        for each in launched:
            each.close()


@pytest.fixture(scope="module")
def browser(launch: Callable[..., Browser]) -> Browser:
    return launch()


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
    # What a test provokes on purpose is the browser's own line about a status, or about a network that is cut.
    provoked = (
        "status of 4",
        "ERR_INTERNET_DISCONNECTED",
        "ERR_INCOMPLETE_CHUNKED_ENCODING",
        "ERR_EMPTY_RESPONSE",
    )
    assert [error for error in errors if not any(each in error for each in provoked)] == []
