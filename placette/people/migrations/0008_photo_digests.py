from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0007_cells_checked")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField(
            "pendingphoto", "digest", models.CharField(blank=True, max_length=32, null=True)
        ),
    ]
