"""Events that are online are counted in the ledger from now on: by itself, so that nothing waits behind it."""

from django.db import migrations

# Further back it is a year gone wrong.
COUNTED = """
INSERT INTO impact_event (commune_id, starts_at, source)
SELECT commune_id, starts_at, 'announcement:' || id FROM civic_announcement
WHERE state = 'published' AND starts_at > now() - interval '730 days' AND place <> '' AND level <> 'emergency'
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("civic", "0009_agenda"), ("impact", "0011_events")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
    ]
