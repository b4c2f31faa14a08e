"""The site as `make run` starts it, with its real processes, for whoever tests it from outside."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from placette.core.configuration import PROJECT

PATIENCE = 40.0  # seconds


@dataclass(eq=False)
class Site:
    var: Path
    port: int
    process: subprocess.Popen[str]

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def post(self, path: str, cookie: str) -> int:
        """As a page of the site sends a form."""
        token = "x" * 32
        headers = {
            "Cookie": f"{cookie}; csrftoken={token}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request("POST", path, f"csrfmiddlewaretoken={token}", headers)
            return connection.getresponse().status

    def sql(self, statement: str, *parameters: object) -> list[tuple]:
        with psycopg.connect(
            host=str(self.var / "postgres"), user="placette", dbname="placette"
        ) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    def pid(self, words: str) -> int:
        (pid,) = [pid for pid, command in children_of(self.process.pid) if words in command]
        return pid

    def postgres(self) -> int:
        return int((self.var / "postgres" / "postmaster.pid").read_text().split()[0])

    def manage(self, code: str) -> str:
        command = [sys.executable, "-m", "placette.site.cli", "manage", "shell", "--no-imports", "-c", code]
        return subprocess.check_output(command, env=environment(self.var, self.port), text=True, cwd=PROJECT)


def environment(var: Path, port: int, **more: str) -> dict[str, str]:
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PLACETTE_", "PYTEST", "DATABASE"))
    }
    clean.pop("PROMETHEUS_MULTIPROC_DIR", None)
    return (
        clean
        | {
            "PLACETTE_VAR": str(var),
            "PLACETTE_DEMO": "1",
            "PORT": str(port),
            "DJANGO_SETTINGS_MODULE": "tests.slow_job.settings",
            "PYTHONPATH": str(PROJECT),
            "PYTHONUNBUFFERED": "1",
        }
        | more
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def placette(*arguments: str, **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "placette.site.cli", *arguments],
        env=settings,
        text=True,
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def children_of(pid: int) -> list[tuple[int, str]]:
    found = []
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if parent == pid:
                found.append(
                    (int(folder.name), (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
                )
    return found


def processes_of(var: Path) -> list[str]:
    """Every process that knows this folder, whoever its parent is now."""
    found = []
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            known = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
            if str(var).encode() in known and int(folder.name) != os.getpid():
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return found


def until(question, patience: float = PATIENCE):
    """The first true answer."""
    deadline = time.monotonic() + patience
    while True:
        with contextlib.suppress(OSError, http.client.HTTPException, psycopg.Error):
            answer = question()
            if answer:
                return answer
        assert time.monotonic() < deadline, f"not within {patience} s"
        time.sleep(0.1)


@contextlib.contextmanager
def running(var: Path, **settings: str) -> Iterator[Site]:
    port = free_port()
    site = Site(var, port, placette("up", **environment(var, port, **settings)))
    try:
        lines = iter(site.process.stdout.readline, "")
        said = []
        for line in lines:
            said.append(line)
            if "answers at" in line:
                break
        else:
            pytest.fail("".join(said))
        yield site
    finally:
        if site.process.poll() is None:
            site.process.send_signal(signal.SIGINT)
        site.process.communicate(timeout=30)
