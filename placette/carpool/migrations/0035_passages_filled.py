"""Fill in the passages of 0033. Interrupted, it is simply run again."""

from typing import Any

from django.db import migrations, transaction

FILLED_AT_ONCE = 5_000
# In the order of 0033. Ways that are closed too: one that opens and closes meanwhile must not be written down as open.
FILL = (
    "SELECT FROM carpool_way WHERE role = 'driver' AND id > %s AND id <= %s ORDER BY id FOR NO KEY UPDATE",
    """
    SELECT FROM people_person WHERE id IN (
        SELECT trip.author_id FROM carpool_way way JOIN carpool_trip trip ON trip.id = way.trip_id
        WHERE way.is_open AND way.role = 'driver' AND way.id > %s AND way.id <= %s
    ) ORDER BY id FOR NO KEY UPDATE
    """,
    """
    INSERT INTO carpool_passage
    SELECT passage.* FROM carpool_way way, carpool_passage_of(way, {has_days}) AS passage
    WHERE way.is_open AND way.role = 'driver' AND way.id > %s AND way.id <= %s
    ON CONFLICT DO NOTHING
    """.format(has_days="true"),
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


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("carpool", "0034_passing")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        # Until then no search finds what it needs in the index alone.
        migrations.RunSQL("VACUUM (ANALYZE) carpool_passage", migrations.RunSQL.noop),
    ]
