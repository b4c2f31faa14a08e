from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the new one first: the feed is never without
    dependencies = [("listings", "0002_likeness")]
    operations = [
        AddIndexConcurrently(
            "listing",
            models.Index(
                fields=["commune", "-created_at", "-id"],
                condition=models.Q(state="active"),
                name="listing_newest",
            ),
        ),
        RemoveIndexConcurrently("listing", "listing_feed"),
    ]
