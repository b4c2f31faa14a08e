"""Gives every test run its own PostgreSQL and its own folder, before Django's settings are read."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "PYTEST_XDIST_WORKER" not in os.environ:
    folder = Path(tempfile.mkdtemp(prefix="placette-tests-"))
    folder.chmod(0o755)
    os.environ["PLACETTE_TESTS"] = str(folder)
    os.environ["PLACETTE_VAR"] = str(folder / "var")
    (folder / "var" / "static").mkdir(parents=True)  # whitenoise warns of a missing one
    os.environ["PLACETTE_DEMO"] = "1"
    for name in list(os.environ):
        if name.startswith("PLACETTE_") and name not in {"PLACETTE_TESTS", "PLACETTE_VAR", "PLACETTE_DEMO"}:
            del os.environ[name]
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if not os.environ.get("DATABASE_URL"):
        from placette.core import database_server

        server = database_server.start(folder / "postgres", durable=False)
        os.environ["DATABASE_URL"] = server.address()
        atexit.register(server.close)
