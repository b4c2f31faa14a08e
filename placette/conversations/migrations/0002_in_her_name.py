import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """By whom it was written where its author let somebody act for her. The next migration makes the index."""

    dependencies = [("people", "0012_carried"), ("conversations", "0001_initial")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField(
            "message",
            "deed",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="messages",
                to="people.deed",
            ),
        ),
    ]
