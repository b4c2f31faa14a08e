"""The exchanges of a commune’s day on their other side. Interrupted, what was begun goes and is built again."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("impact", "0008_rolled_up")]
    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS exchange_other_day", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "exchange", models.Index(fields=["other_commune", "done_at"], name="exchange_other_day")
        ),
    ]
