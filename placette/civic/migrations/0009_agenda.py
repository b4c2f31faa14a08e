"""The events of a commune by their day. Interrupted, what was begun goes and is built again."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("civic", "0008_events")]
    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS announcement_agenda", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "announcement",
            models.Index(
                condition=models.Q(starts_at__isnull=False),
                fields=["commune", "starts_at", "id"],
                name="announcement_agenda",
            ),
        ),
    ]
