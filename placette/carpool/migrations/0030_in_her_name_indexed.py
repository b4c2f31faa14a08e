from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


def by(name: str) -> models.Index:
    return models.Index(fields=["deed"], condition=models.Q(deed__isnull=False), name=name)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("carpool", "0029_in_her_name")]
    operations = [
        AddIndexConcurrently("trip", by("trip_deed")),
        AddIndexConcurrently("booking", by("booking_deed")),
    ]
