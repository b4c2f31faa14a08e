"""The command line of each process."""

import shutil
import sys
from pathlib import Path

from placette.core.configuration import Configuration


def pages(read: Configuration, *where: str) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "placette.site.wsgi:application"),
        *("--workers", str(read.web_workers), "--blocking-threads", str(read.web_threads)),
        *(
            "--respawn-failed-workers",
            "--workers-kill-timeout",
            "3",
            "--no-ws",
            "--log-level",
            "warning",
            *where,
        ),
    ]


def live(*where: str) -> list[str]:
    # Without a limit uvicorn would wait for ever for streams that never end by themselves.
    return [
        *(sys.executable, "-m", "uvicorn", "placette.site.live_app:application", "--lifespan", "on"),
        *(
            "--timeout-graceful-shutdown",
            "1",
            "--no-access-log",
            "--log-level",
            "warning",
            "--no-server-header",
            *where,
        ),
    ]


def worker() -> list[str]:
    return [sys.executable, "-m", "placette.site.processes.worker"]


def mail_catcher(folder: Path, port: int) -> list[str]:
    return [sys.executable, "-m", "placette.site.processes.mail_catcher", str(folder), str(port)]


def prepare() -> list[str]:
    return [sys.executable, "-m", "placette.site.processes.prepare"]


def proxy(configuration: Path) -> list[str]:
    beside = Path(sys.executable).parent / "caddy"
    program = str(beside) if beside.exists() else shutil.which("caddy") or "caddy"
    return [program, "run", "--config", str(configuration)]
