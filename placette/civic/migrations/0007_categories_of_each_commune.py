from django.db import migrations, models
from django.db.models.functions import Now
from django.utils import timezone


class Migration(migrations.Migration):

    dependencies = [("civic", "0006_a_community_tells")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField(
            "category", "changed_at", models.DateTimeField(db_default=Now(), default=timezone.now)
        ),
        migrations.AlterField("report", "text", models.TextField(max_length=4000)),
    ]
