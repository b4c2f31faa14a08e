"""What every test may ask for: the mails that really left, the worker that really runs."""

import asyncio
import fcntl
import functools
import os
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from socket import socket

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import Client, TransactionTestCase
from django.utils import translation

from placette.core import limits
from placette.core.settings import mailer

MANIFEST = Path(__file__).parent / "placette/core/static/build/manifest.json"


def pytest_configure(config: pytest.Config) -> None:
    # A name of its own: several runs may share the server that DATABASE_URL names. With --reuse-db the next run finds it.
    run = (
        "kept" if config.getoption("reuse_db") else Path(os.environ["PLACETTE_TESTS"]).name.replace("-", "_")
    )
    connections.settings["default"]["TEST"]["NAME"] = f"test_{run}"
    TransactionTestCase._fixture_teardown = _emptied
    # One request in two hundred would ask the database once more than its test allows; test_limits sweeps by itself.
    limits.SWEEP = 0


@pytest.fixture
def november() -> Iterator[None]:
    """A day on which the rides of tests lie ahead."""
    with time_machine.travel("2026-11-25T12:00Z", tick=False):
        yield


@pytest.fixture(scope="session")
def _one_at_a_time() -> Iterator[Callable[[], None]]:
    """Held from the start of what only one process of the run should do; call it to let the others on."""
    with (Path(os.environ["PLACETTE_TESTS"]) / "database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lambda: fcntl.flock(lock, fcntl.LOCK_UN)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, _one_at_a_time) -> None:
    """The second process copies the database that the first one has migrated: migrations cost eleven seconds."""
    if _migrated().exists():
        connections.settings["default"]["TEST"]["TEMPLATE"] = _migrated().read_text()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, _one_at_a_time) -> Iterator[None]:
    ours = not _migrated().exists() and "PYTEST_XDIST_WORKER" in os.environ
    if ours:
        with django_db_blocker.unblock():
            _migrated().write_text(connection.creation.get_test_db_clone_settings("migrated")["NAME"])
            connection.creation.clone_test_db("migrated", verbosity=0)
    _one_at_a_time()
    yield
    if ours:
        with django_db_blocker.unblock():
            _migrated().unlink()
            connection.creation.destroy_test_db(suffix="migrated", verbosity=0)


def _migrated() -> Path:
    """Where the name of the copy is kept that others begin with."""
    return Path(os.environ["PLACETTE_TESTS"]) / "migrated"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that drive a whole site go first, so that no process is left alone with one at the end: one of them makes the
    demo, while the second process begins with the longest of those that want none."""
    first = ["test_accessibility", "test_bad_input"]

    def place(item: pytest.Item) -> int:
        if item.path.stem in first:
            return first.index(item.path.stem)
        return len(first) + ("site" not in getattr(item, "fixturenames", ()))

    items.sort(key=place)


def _emptied(self: TransactionTestCase) -> None:
    """What Django's own way leaves, for a tenth of its time: it truncates every table and writes the content types and the
    permissions again. Without our own triggers: some keep what may not be taken away."""
    for alias in self._databases_names(include_mirrors=False):
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute(" UNION ALL ".join(_tables(alias)))
            full = [table for (table,) in cursor.fetchall()]
            guarded = [table for table in full if table in _guarded(alias)]
            for table in guarded:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for table in full:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of our own
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in guarded:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@functools.cache
def _tables(alias: str) -> list[str]:
    """A question each: has it rows?"""
    introspection = connections[alias].introspection
    names = introspection.django_table_names(only_existing=True, include_views=False)
    kept = {"django_content_type", "auth_permission"}  # written by migrations, and by no test
    asked = "SELECT '{0}' WHERE EXISTS (SELECT FROM {0})"
    return [asked.format(name) for name in sorted({*names} - kept)]


@functools.cache
def _guarded(alias: str) -> set[str]:
    """Tables with triggers of our own."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        return {table for (table,) in cursor.fetchall()}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not MANIFEST.exists() and terminalreporter.stats.get("failed"):
        terminalreporter.section(
            "The pages are not built: `npm ci && npm run build` (`make test` does both)", red=True
        )


class Postbox:
    """A real SMTP server that keeps what it is given."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, server: object, session: object, envelope) -> str:
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 kept"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if address in str(message["To"])]


@pytest.fixture(scope="session")
def _post_office() -> Iterator[tuple[Postbox, int]]:
    postbox = Postbox()
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield postbox, port
    controller.stop()


@pytest.fixture
def smtp(_post_office: tuple[Postbox, int], settings) -> Postbox:
    """Mails sent during this test, as a real SMTP server received them."""
    postbox, port = _post_office
    postbox.messages.clear()
    settings.MAILERS = {"default": mailer(f"smtp://127.0.0.1:{port}")}
    return postbox


@pytest.fixture
def worker(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Run the jobs that wait, and those that they make, with the real queue, then return."""
    from procrastinate.contrib.django import app

    # A job's thread closes its connection with the job: the test's database can be dropped afterwards.
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)

    def run() -> None:
        async def until_empty() -> None:
            with app.replace_connector(app.connector.get_worker_connector()) as running:
                async with running.open_async():
                    await running.run_worker_async(
                        wait=False, install_signal_handlers=False, listen_notify=False
                    )

        asyncio.run(until_empty())

    return run


@pytest.fixture(autouse=True)
def _queue_of_its_own(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests that commit leave no job to the next one: Django empties its own tables after them, not the queue's."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture(autouse=True)
def _second_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever a test signs in without the pages has used her second factor, as a town hall's desk asks; the tests of
    that door sign in by the pages."""
    from allauth.account.internal.flows import login
    from allauth.account.internal.userkit import user_id_to_str

    plain = Client.force_login

    def with_second_factor(self: Client, user, backend: str | None = None) -> None:
        plain(self, user, backend)
        session = self.session
        session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "mfa", "type": "totp", "at": time.time()}
        ]
        session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
        session.save()

    monkeypatch.setattr(Client, "force_login", with_second_factor)


@pytest.fixture(autouse=True)
def _french() -> None:
    """A request leaves its thread in the language of its visitor; the next test begins in French."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _plain(settings, tmp_path) -> None:
    """Static files by their plain names, uploads in a folder of the test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MEDIA_ROOT = tmp_path / "media"
