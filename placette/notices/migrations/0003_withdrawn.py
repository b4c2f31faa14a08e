from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What is settled is withdrawn from all who have not seen it, by its key."""

    atomic = False
    dependencies = [("notices", "0002_newest")]
    operations = [
        AddIndexConcurrently(
            "notice",
            models.Index(fields=["key"], condition=Q(seen_at__isnull=True), name="notice_unseen_key"),
        ),
    ]
