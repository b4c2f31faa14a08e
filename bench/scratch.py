"""A PostgreSQL that lives as long as a bench, with the site's tables in it."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def migrated(*, durable: bool = False) -> Iterator[None]:
    """Django is set up and the database migrated; everything is gone afterwards. `durable`: commits reach the disk."""
    with tempfile.TemporaryDirectory(prefix="placette-bench-") as folder:
        Path(folder).chmod(0o755)
        os.environ |= {
            "PLACETTE_DEMO": "1",
            "PLACETTE_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "placette.core.settings",
        }
        from placette.core import database_server

        server = database_server.start(Path(folder) / "postgres", durable=durable)
        try:
            os.environ["DATABASE_URL"] = server.address("bench")
            import django
            from django.core.management import call_command

            django.setup()
            call_command("migrate", verbosity=0)
            yield
        finally:
            from django.db import connection

            connection.close()
            server.stop()
