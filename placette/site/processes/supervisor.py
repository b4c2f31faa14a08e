"""Starts the processes of the site, starts again the one that dies, stops them all together."""

import contextlib
import functools
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from placette.core.database_server import die_with_parent

PATIENCE = 3.0  # seconds a process has to stop by itself
LONG_LIFE = 30.0  # seconds after which a process that dies did not die at its start
LONGEST_PAUSE = 30.0  # seconds before the next try
LARGE_LOG = 10_000_000  # bytes; a larger one is put aside at the start


@dataclass
class Child:
    name: str
    command: Sequence[str]
    socket: Path | None = None  # where it will listen; a killed one leaves its socket behind
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    quick_deaths: int = 0
    next_start: float = 0.0


@dataclass
class Supervisor:
    logs: Path
    environment: Mapping[str, str]
    say: Callable[[str], None]
    children: list[Child] = field(default_factory=list)

    def start(self, name: str, command: Sequence[str], socket: Path | None = None) -> None:
        _put_aside(self.log(name))
        child = Child(name, command, socket)
        self.children.append(child)
        self._start(child)

    def tend(self) -> None:
        """Start again what has died; wait longer each time when it dies at its start."""
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.next_start:
                    self._start(child)
            elif child.process.poll() is not None:
                _signal_group(child.process.pid, signal.SIGKILL)  # what it has left behind
                lived = now - child.started_at
                child.quick_deaths = 0 if lived > LONG_LIFE else child.quick_deaths + 1
                child.next_start = now + min(LONGEST_PAUSE, 0.2 * 2**child.quick_deaths)
                child.process = None
                self.say(
                    f"The process “{child.name}” has stopped and starts again. Log: {self.log(child.name)}"
                )

    def failing(self) -> Child | None:
        """A process that does not manage to start."""
        return next((child for child in self.children if child.quick_deaths >= 3), None)

    def stop(self) -> None:
        """Ask all at once, then insist."""
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            _signal_group(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
        for process in running:
            _signal_group(process.pid, signal.SIGKILL)
            process.wait()

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def _start(self, child: Child) -> None:
        if child.socket:
            child.socket.unlink(missing_ok=True)
        with self.log(child.name).open("ab") as log:
            # A session of its own: Ctrl-C reaches the supervisor alone, which stops the others in order.
            child.process = subprocess.Popen(
                child.command,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=functools.partial(die_with_parent, signal.SIGTERM),
            )
        child.started_at = time.monotonic()


def _signal_group(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _put_aside(log: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > LARGE_LOG:
            log.replace(log.with_suffix(".log.1"))
