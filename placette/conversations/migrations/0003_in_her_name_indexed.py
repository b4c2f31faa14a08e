from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("conversations", "0002_in_her_name")]
    operations = [
        AddIndexConcurrently(
            "message",
            models.Index(fields=["deed"], condition=models.Q(deed__isnull=False), name="message_deed"),
        ),
    ]
