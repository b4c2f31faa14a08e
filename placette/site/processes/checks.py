"""What must be true before the site starts; each refusal is one sentence that says what to do."""

import contextlib
import errno
import fcntl
import shutil
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg

from placette.core.configuration import Configuration

from .folders import Folders

SPACE_NEEDED = 1_000_000_000  # bytes
OLDEST_POSTGRESQL = 15


class Refused(Exception):
    """One sentence: what is wrong and what to do."""


def port_is_free(read: Configuration) -> None:
    family = socket.AF_INET6 if ":" in read.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((read.host, read.port))
        except PermissionError:
            raise Refused(
                f"Port {read.port} is reserved for root. Choose one above 1023: PORT=8123 make run"
            ) from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Refused(
                    f"Port {read.port} is taken by another program. Stop it, or choose another port: "
                    f"PORT={read.port + 123} make run"
                ) from None
            raise Refused(f"This machine has no address {read.host}: check PLACETTE_HOST.") from None


def there_is_space(folders: Folders) -> None:
    folders.var.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folders.var).free
    if free < SPACE_NEEDED:
        raise Refused(
            f"The disk is nearly full: {free / 1e9:.1f} GB are free for {folders.var}, 1 GB is needed. "
            "Free some space, or give another folder: PLACETTE_VAR=/elsewhere make run"
        )


def database_answers(address: str) -> None:
    try:
        with psycopg.connect(address, connect_timeout=10) as connection:
            version = connection.info.server_version // 10000
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise Refused(
            f"The database of {without_password(address)} does not answer ({reason}). Check DATABASE_URL and that "
            "this PostgreSQL runs, or leave DATABASE_URL empty for the embedded one."
        ) from None
    if version < OLDEST_POSTGRESQL:
        raise Refused(
            f"DATABASE_URL leads to PostgreSQL {version}: version {OLDEST_POSTGRESQL} or later is needed."
        )


def without_password(address: str) -> str:
    password = urlsplit(address).password
    return address.replace(f":{password}@", ":…@") if password else address


@contextlib.contextmanager
def alone(folders: Folders) -> Iterator[None]:
    """Refuses a second site in the same folder."""
    with (folders.run / "up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(
                f"Placette already runs from this folder ({folders.var}). Stop it with Ctrl-C where it was started, "
                "or give the second one its own folder and port: PLACETTE_VAR=/elsewhere PORT=8123 make run"
            ) from None
        yield
