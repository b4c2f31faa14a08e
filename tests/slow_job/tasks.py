import time

from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django import app


@app.task
def write_slowly(key: str) -> None:
    """Writes a row, says that it is in the middle, and ends when the file `go` is there."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO core_cache VALUES (gen_random_uuid()::text, %s, now())", [key])
        with (settings.VAR / "started").open("a") as started:
            started.write(".")
        while not (settings.VAR / "go").exists():
            time.sleep(0.05)
