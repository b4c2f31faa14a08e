from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The inbox is read and paged by id: the former index began as it does and ended otherwise."""

    atomic = False  # the new one first: the inbox is never without
    dependencies = [("notices", "0001_initial")]
    operations = [
        migrations.AlterModelOptions("notice", {"ordering": ["-id"]}),
        AddIndexConcurrently("notice", models.Index(fields=["person", "-id"], name="notice_newest")),
        RemoveIndexConcurrently("notice", "notice_inbox"),
    ]
