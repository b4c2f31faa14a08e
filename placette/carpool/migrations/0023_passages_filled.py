"""Fill in the passages of 0021. Interrupted, it is simply run again."""

from typing import Any

from django.db import migrations, transaction

FILLED_AT_ONCE = 5_000
# In the order of 0021. Ways that are closed too: one that opens and closes meanwhile must not be written down as open.
FILL = (
    "SELECT FROM carpool_way WHERE role = 'driver' AND id > %s AND id <= %s ORDER BY id FOR NO KEY UPDATE",
    """
    SELECT FROM people_person WHERE id IN (
        SELECT trip.author_id FROM carpool_way way JOIN carpool_trip trip ON trip.id = way.trip_id
        WHERE way.is_open AND way.role = 'driver' AND way.id > %s AND way.id <= %s
    ) ORDER BY id FOR NO KEY UPDATE
    """,
    # Who writes a pause or a seat holds the way; but for the night of the version before, whose pauses the next night sees.
    """
    INSERT INTO carpool_passage SELECT passage.*
    FROM carpool_way way, LATERAL (
        SELECT EXISTS (SELECT FROM carpool_pause pause WHERE pause.way_id = way.id AND pause.day >= current_date - 2)
            OR EXISTS (SELECT FROM carpool_seat seat WHERE seat.way_id = way.id AND seat.day >= current_date - 2) OFFSET 0
    ) AS days (had), carpool_passage_of(way, had) AS passage
    WHERE way.is_open AND way.role = 'driver' AND way.id > %s AND way.id <= %s
    ON CONFLICT DO NOTHING
    """,
)


def fill(apps: Any, schema_editor: Any) -> None:
    """In parts, each of which holds its ways and their authors for a moment: who changes one meanwhile waits for it."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM carpool_way")
        last = cursor.fetchone()[0]
        for first in range(0, last, FILLED_AT_ONCE):
            with transaction.atomic(using=connection.alias):
                for statement in FILL:
                    cursor.execute(statement, [first, first + FILLED_AT_ONCE])


def vacuum(apps: Any, schema_editor: Any) -> None:
    """Until then no search finds what it needs in the index alone. An empty table is left alone: PostgreSQL would plan for one
    that stays empty."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT FROM carpool_passage LIMIT 1")
        if cursor.rowcount:
            cursor.execute("VACUUM (ANALYZE) carpool_passage")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("carpool", "0022_passing")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(vacuum, migrations.RunPython.noop),
    ]
