"""Brings the database and the static files up to date; a quick look first tells whether there is anything to do.

As a program it does what is missing, one printed line a step. The site's processes start only after it.
"""

import contextlib
import hashlib
import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import LiteralString

import psycopg

from placette.core.configuration import PROJECT, Configuration

from .folders import Folders

CODE = PROJECT / "placette"


def is_done(read: Configuration, folders: Folders, address: str) -> bool:
    """Without importing Django: a warm start looks at file names and asks three small questions."""
    try:
        kept = json.loads(_stamp(folders).read_text())
    except (OSError, ValueError):
        return False
    if kept != _made_from(read) or not (folders.static / "staticfiles.json").exists():
        return False
    with psycopg.connect(address) as connection:
        return (
            _says(connection, "SELECT to_regclass('django_migrations') IS NOT NULL")
            and _migrations() <= set(connection.execute("SELECT app, name FROM django_migrations").fetchall())
            and _says(connection, "SELECT EXISTS (SELECT FROM places_commune)")
            and (not read.demo or _says(connection, "SELECT EXISTS (SELECT FROM people_person)"))
        )


def main() -> int:
    started = time.monotonic()
    from placette.core import configuration

    read = configuration.read()
    folders = Folders(read.var)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "placette.core.settings")

    import django
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command, get_commands
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            _say(started, f"Preparing the database: {len(waiting)} migrations…")
            call_command("migrate", verbosity=0, interactive=False)
        if not _static_is_current(read, folders):
            _say(started, "Compressing the static files…")
            Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
            call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        from placette.places import loader

        if not loader.is_current():
            _say(started, "Loading all communes of France…")
            call_command("load_places", stdout=_Indented())
        if read.demo and "demo" in get_commands() and not get_user_model().objects.exists():
            _say(started, "Inventing the demo's residents, annonces and conversations…")
            call_command("demo", stdout=_Indented())
    except Exception as trouble:  # whoever waits reads one sentence, and finds the rest in the log
        traceback.print_exc()
        print(str(trouble).strip() or type(trouble).__name__, file=sys.stderr)
        return 1
    _stamp(folders).write_text(json.dumps(_made_from(read)))
    return 0


def _says(connection: psycopg.Connection, question: LiteralString) -> bool:
    row = connection.execute(question).fetchone()
    return bool(row and row[0])


def _migrations() -> set[tuple[str, str]]:
    return {(path.parent.parent.name, path.stem) for path in CODE.glob("*/migrations/[0-9]*.py")}


def _made_from(read: Configuration) -> dict[str, str]:
    """What the database (but for our own migrations) and the static files were made from."""
    return {
        "packages": _digest(
            [*sorted((PROJECT / "requirements").glob("*.txt")), PROJECT / "package-lock.json"]
        ),
        "static": _digest(_static_files()),
        "demo": str(read.demo),
    }


def _static_is_current(read: Configuration, folders: Folders) -> bool:
    with contextlib.suppress(OSError, ValueError):
        kept = json.loads(_stamp(folders).read_text())
        now = _made_from(read)
        return (folders.static / "staticfiles.json").exists() and all(
            kept[key] == now[key] for key in ("static", "packages")
        )
    return False


def _static_files() -> list[Path]:
    return sorted(path for path in CODE.glob("*/static/**/*") if path.is_file())


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        with contextlib.suppress(OSError):
            digest.update(str(path.relative_to(PROJECT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _stamp(folders: Folders) -> Path:
    return folders.run / "prepared.json"


class _Indented:
    """Where the steps' own progress goes."""

    def write(self, text: str) -> None:
        if text.strip():
            print(f"         {text.strip()}", flush=True)

    def flush(self) -> None:
        sys.stdout.flush()


def _say(started: float, text: str) -> None:
    print(f"{time.monotonic() - started:5.0f} s  {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
