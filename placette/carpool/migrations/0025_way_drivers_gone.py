"""The index of the search before 0022. On the way back, too, what was begun goes and is built again."""

from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("carpool", "0024_drivers_area")]
    operations = [
        RemoveIndexConcurrently("way", "way_drivers"),
        migrations.RunSQL(migrations.RunSQL.noop, "DROP INDEX CONCURRENTLY IF EXISTS way_drivers"),
    ]
