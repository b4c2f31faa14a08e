from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("groupbuys", "0015_in_her_name")]
    operations = [
        AddIndexConcurrently(
            "pledge",
            models.Index(fields=["deed"], condition=models.Q(deed__isnull=False), name="pledge_deed"),
        ),
    ]
