"""The drives by area, for who looks along a border or a timetable. Interrupted, what was begun goes and is built again."""

from django.contrib.postgres.indexes import GistIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("carpool", "0023_passages_filled")]
    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS way_drivers_area", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "way",
            GistIndex(
                fields=["area"], condition=models.Q(is_open=True, role="driver"), name="way_drivers_area"
            ),
        ),
    ]
