from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("listings", "0011_in_her_name")]
    operations = [
        AddIndexConcurrently(
            "listing",
            models.Index(fields=["deed"], condition=models.Q(deed__isnull=False), name="listing_deed"),
        ),
    ]
