"""The whole site in one command: PostgreSQL, pages, live streams, worker, the demo's mail server, the proxy."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from placette.core import configuration, database_server
from placette.core.configuration import PROJECT, Configuration

from . import caddy, checks, commands, prepare
from .checks import Refused
from .folders import Folders
from .supervisor import Supervisor

LOOK_EVERY = 0.5  # seconds between two looks at the processes
FULL = 10_000_000  # bytes
ERROR = re.compile(r"[\w.]+(Error|Exception|Configured|Missing)\b")  # the last line of a traceback
PATIENCE = 90.0  # seconds for the first page
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
IMPATIENCE = 1.0  # seconds: who presses Ctrl-C twice must not break off the stopping


class Interrupts:
    """What asks the site to stop. Python drops what a signal raises while a process is being forked: the loop looks again."""

    def __init__(self) -> None:
        self._heard_at: float | None = None
        for number in STOPS:
            signal.signal(number, self._hear)

    def look(self) -> None:
        if self._heard_at is not None:
            raise KeyboardInterrupt

    def hear_no_more(self) -> None:
        for number in STOPS:
            signal.signal(number, signal.SIG_IGN)

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if self._heard_at is None or now - self._heard_at > IMPATIENCE:
            self._heard_at = now
            raise KeyboardInterrupt


@dataclass
class Database:
    """The one that DATABASE_URL names, or the embedded one, which this process keeps alive."""

    read: Configuration
    folders: Folders
    server: database_server.Server | None = None
    address: str = ""

    def open(self) -> None:
        if self.read.database_url:
            self.address = self.read.database_url
            checks.database_answers(self.address)
        else:
            self.server = database_server.start(self.folders.postgres)
            self.address = self.server.address()

    def tend(self) -> None:
        if self.server and not self.server.alive():
            _say("PostgreSQL has stopped and starts again.")
            with contextlib.suppress(database_server.DatabaseServerError):
                self.server = database_server.start(self.folders.postgres)

    def close(self) -> None:
        if self.server:
            self.server.stop()


def run() -> int:
    started = time.monotonic()
    interrupts = Interrupts()
    read = configuration.read()
    folders = Folders(read.var)
    checks.there_is_space(folders)
    with checks.alone(folders):
        checks.port_is_free(read)
        database = Database(read, folders)
        supervisor = Supervisor(folders.logs, {}, _say)
        try:
            database.open()
            supervisor.environment = _environment(read, folders, database.address)
            if not prepare.is_done(read, folders, database.address):
                _prepare(supervisor)
            _start(supervisor, read, folders)
            _wait_for_first_page(read, supervisor)
            _welcome(read, time.monotonic() - started)
            while True:
                interrupts.look()
                database.tend()
                supervisor.tend()
                time.sleep(LOOK_EVERY)
        except KeyboardInterrupt:
            _say("\nStopping…")
            return 0
        finally:
            interrupts.hear_no_more()
            supervisor.stop()
            database.close()


def environment_of_one(read: Configuration) -> database_server.Server | None:
    """For a command that runs beside the site or without it: a database, and the demo's mail server if it runs."""
    folders = Folders(read.var)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "placette.core.settings")
    with contextlib.suppress(OSError):
        if read.demo and not read.smtp_url:
            os.environ["PLACETTE_SMTP_URL"] = (folders.run / "smtp-url").read_text()
    if read.database_url:
        checks.database_answers(read.database_url)
        return None
    server = database_server.start(folders.postgres)
    os.environ["DATABASE_URL"] = server.address()
    return server


def reset(read: Configuration) -> None:
    """Empty the embedded database and all that the demo wrote."""
    folders = Folders(read.var)
    with checks.alone(folders):
        if read.database_url:
            raise Refused(
                "DATABASE_URL names a database of yours, which `placette reset` never empties: use dropdb."
            )
        database_server.erase(folders.postgres)
        for folder in (read.media_root or read.var / "media", folders.mails, folders.static):
            shutil.rmtree(folder, ignore_errors=True)
        (folders.run / "prepared.json").unlink(missing_ok=True)
    _say("Everything is empty again; `make run` fills it.")


def _environment(read: Configuration, folders: Folders, address: str) -> dict[str, str]:
    shutil.rmtree(folders.metrics, ignore_errors=True)
    environment = {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "placette.core.settings"),
        "PLACETTE_PROXIES": str(max(read.proxies, int(read.https)) + 1),
        "PROMETHEUS_MULTIPROC_DIR": str(folders.metrics),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH")])),
        "PYTHONUNBUFFERED": "1",
    }
    if read.demo and not read.smtp_url:
        environment["PLACETTE_SMTP_URL"] = f"smtp://127.0.0.1:{_free_port()}"
        (folders.run / "smtp-url").write_text(environment["PLACETTE_SMTP_URL"])
    return environment


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _prepare(supervisor: Supervisor) -> None:
    log = supervisor.log("prepare")
    with log.open("wb") as errors:
        process = subprocess.Popen(
            commands.prepare(),
            env={**os.environ, **supervisor.environment},
            stdin=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
            preexec_fn=database_server.die_with_parent,
        )
        try:
            process.wait()
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
    if process.returncode:
        raise Refused(f"The preparation failed: {_reason(log)} Details: {log}")


def _start(supervisor: Supervisor, read: Configuration, folders: Folders) -> None:
    sockets = folders.sockets
    pages, live = sockets / "pages.sock", sockets / "live.sock"
    host = f"[{read.host}]" if ":" in read.host else read.host
    front = folders.run / "caddy.json"
    front.write_text(
        caddy.configuration(
            f"{host}:{read.port}", pages, live, folders.static, behind_a_proxy=read.https or read.proxies > 0
        )
    )
    supervisor.environment = {
        **supervisor.environment,
        # Caddy would otherwise write into the home folder.
        "XDG_CONFIG_HOME": str(folders.run),
        "XDG_DATA_HOME": str(folders.run),
    }
    supervisor.start("pages", commands.pages(read, "--uds", str(pages)), pages)
    supervisor.start("worker", commands.worker())
    supervisor.start("proxy", commands.proxy(front))
    smtp = supervisor.environment.get("PLACETTE_SMTP_URL")
    if smtp:
        supervisor.start("mails", commands.mail_catcher(folders.mails, int(smtp.rsplit(":", 1)[1])))
    supervisor.start("live", commands.live("--uds", str(live)), live)


def _wait_for_first_page(read: Configuration, supervisor: Supervisor) -> None:
    deadline = time.monotonic() + PATIENCE
    errors = 0
    while (status := _health(f"http://{_here(read)}:{read.port}/healthz")) != 200:
        supervisor.tend()
        failing = supervisor.failing()
        errors += status == 500  # while 503 only says that something is still starting
        if failing or errors > 5 or time.monotonic() > deadline:
            name = failing.name if failing else "pages"
            log = supervisor.log(name)
            raise Refused(f"The process “{name}” does not start: {_reason(log)} Details: {log}")
        time.sleep(0.05)


def _here(read: Configuration) -> str:
    """How this machine itself reaches the address on which the site listens."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(read.host, read.host)  # noqa: S104 - compared, not listened on
    return f"[{host}]" if ":" in host else host


def _health(address: str) -> int:
    """The status of the answer, 0 without one."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - http, ours
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (urllib.error.URLError, OSError):
        return 0


def _welcome(read: Configuration, seconds: float) -> None:
    _say(f"\nPlacette answers at {read.url}  (after {seconds:.1f} s)")
    if read.demo:
        from placette.site.demo import accounts

        width = max(len(account.email) for account in accounts.ALL)
        _say(f"\nDemo accounts, all with the password {accounts.PASSWORD}")
        for account in accounts.ALL:
            _say(f"  {account.email:<{width}}  {account.first_name} {account.last_name}, {account.part}")
        _say(f"\nThe mails that it sends can be read at {read.url}/demo/courriels/")
    _say("Ctrl-C stops everything; the data stay.")


def _reason(log: Path) -> str:
    """The last error of a log, unless it could not be written."""
    if shutil.disk_usage(log.parent).free < FULL:
        return "the disk is full. Free some space and start again."
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if ERROR.match(line)]
    return (errors or lines or ["no word in its log."])[-1]


def _say(text: str) -> None:
    with contextlib.suppress(OSError):  # the terminal may be gone
        print(text, flush=True)
