"""In which commune an event of a community is held; those that are online are counted in the ledger from now on."""

import django.db.models.deletion
from django.db import migrations, models

COUNTED = """
INSERT INTO impact_event (commune_id, starts_at, source)
SELECT commune_id, starts_at, 'announcement:' || id FROM civic_announcement
WHERE state = 'published' AND starts_at IS NOT NULL AND place <> '' AND level <> 'emergency'
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("civic", "0007_categories_of_each_commune"), ("impact", "0011_events")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField(
            "announcement",
            "held_in",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.commune",
            ),
        ),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
    ]
