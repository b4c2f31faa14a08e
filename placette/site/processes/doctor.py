"""Looks at everything that the site needs and says it in plain sentences."""

import importlib.util
import shutil
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from placette.carpool.queries.passages import WRONG
from placette.core import configuration, database_server
from placette.core.configuration import PROJECT, Configuration

from . import checks, commands, prepare
from .folders import Folders

type Finding = tuple[bool, str]


def examine() -> int:
    """Prints one sentence a check; 1 when something must be done."""
    try:
        read = configuration.read()
    except configuration.ConfigurationError as trouble:
        _tell((False, str(trouble)))
        return 1
    folders = Folders(read.var)
    well = True
    for look in (_python, _packages, _pages, _space, _programs, _port, _mail):
        for finding in look(read, folders):
            well &= _tell(finding)
    for finding in _database(read, folders):
        well &= _tell(finding)
    print("\nAll is well." if well else "\nSomething must be done: see the lines that begin with ✗.")
    return 0 if well else 1


def _tell(finding: Finding) -> bool:
    print(("✓ " if finding[0] else "✗ ") + finding[1])
    return finding[0]


def _python(_: Configuration, __: Folders) -> Iterator[Finding]:
    yield sys.version_info >= (3, 12), f"Python {sys.version.split()[0]} (3.12 or later is needed)."


def _packages(_: Configuration, __: Folders) -> Iterator[Finding]:
    needed = ("django", "granian", "uvicorn", "procrastinate", "aiosmtpd", "h3", "shapely")
    missing = [name for name in needed if not importlib.util.find_spec(name)]
    yield (
        not missing,
        f"Packages are missing: {', '.join(missing)}. Run `make run`."
        if missing
        else "The packages are installed.",
    )


def _pages(_: Configuration, __: Folders) -> Iterator[Finding]:
    built = (PROJECT / "placette/core/static/build/manifest.json").exists()
    yield (
        built,
        "The pages are built."
        if built
        else "The pages are not built: run `npm ci && npm run build`, or `make run`.",
    )
    catalogues = list((PROJECT / "placette/locale").glob("*/LC_MESSAGES/*.po"))
    late = [path for path in catalogues if not path.with_suffix(".mo").exists()]
    yield (
        not late,
        "A translation is not compiled: run `make run`." if late else "The translations are compiled.",
    )


def _space(read: Configuration, folders: Folders) -> Iterator[Finding]:
    yield _without_refusal(lambda: checks.there_is_space(folders), f"{read.var} has room on its disk.")


def _programs(_: Configuration, __: Folders) -> Iterator[Finding]:
    caddy = shutil.which(commands.proxy(Path())[0])
    yield bool(caddy), f"Caddy is at {caddy}." if caddy else "Caddy is missing: run `make run`."


def _port(read: Configuration, _: Folders) -> Iterator[Finding]:
    try:
        with urllib.request.urlopen(f"http://{read.host}:{read.port}/healthz", timeout=5) as answer:
            yield True, f"The site answers at {read.url} and says: {answer.read().decode()}"
    except urllib.error.HTTPError as error:
        yield (
            False,
            f"A site answers at {read.url} and is not well: {error.read(300).decode(errors='replace')}",
        )
    except OSError:
        yield _without_refusal(
            lambda: checks.port_is_free(read), f"The site does not run; port {read.port} is free."
        )


def _mail(read: Configuration, _: Folders) -> Iterator[Finding]:
    if not read.smtp_url:
        yield True, "The demo keeps its mails for itself."
        return
    server = urlsplit(read.smtp_url)
    try:
        socket.create_connection((server.hostname or "", server.port or 25), timeout=5).close()
        yield True, f"The mail server {server.hostname} answers."
    except OSError as error:
        yield False, f"The mail server {server.hostname} does not answer ({error}): check PLACETTE_SMTP_URL."


def _database(read: Configuration, folders: Folders) -> Iterator[Finding]:
    server = None
    try:
        if read.database_url:
            address = read.database_url
            checks.database_answers(address)
        else:
            server = database_server.start(folders.postgres)
            address = server.address()
        with psycopg.connect(address) as connection:
            version = connection.info.parameter_status("server_version")
            yield True, f"PostgreSQL {version} answers."
            yield from _content(connection)
        ready = prepare.is_done(read, folders, address)
        yield (
            True,
            "Database and static files are up to date."
            if ready
            else "The next start will bring the database up to date.",
        )
    except (checks.Refused, database_server.DatabaseServerError) as trouble:
        yield False, str(trouble)
    finally:
        if server:
            server.close()


def _content(connection: psycopg.Connection) -> Iterator[Finding]:
    if not connection.execute("SELECT to_regclass('places_commune')").fetchone()[0]:  # type: ignore[index]
        return
    (communes,) = connection.execute("SELECT count(*) FROM places_commune").fetchone() or (0,)
    yield True, f"{communes:,} communes are loaded."
    rows = connection.execute(
        "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status"
    ).fetchall()
    jobs: dict[str, int] = dict(rows)
    failed = jobs.get("failed", 0)
    yield not failed, f"{failed} jobs have failed and wait for a person." if failed else "No job has failed."
    yield from _passages(connection)


def _passages(connection: psycopg.Connection) -> Iterator[Finding]:
    """What searches of rides read is what the rides are; nothing before the migrations that make it."""
    if not connection.execute("SELECT to_regproc('carpool_passage_of')").fetchone()[0]:  # type: ignore[index]
        return
    wrong = connection.execute(WRONG).rowcount
    yield (
        not wrong,
        f"{wrong:,} drives are not found as they are: run `placette manage mend_passages`."
        if wrong
        else "Searches find the drives as they are.",
    )


def _without_refusal(check: Callable[[], None], well: str) -> Finding:
    try:
        check()
    except (checks.Refused, OSError) as trouble:
        return False, str(trouble)
    return True, well
