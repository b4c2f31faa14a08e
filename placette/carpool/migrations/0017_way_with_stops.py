from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("carpool", "0016_crews")]
    operations = [
        AddIndexConcurrently(
            "way",
            models.Index(fields=["id"], condition=~models.Q(stop_names=[]), name="way_with_stops"),
        )
    ]
