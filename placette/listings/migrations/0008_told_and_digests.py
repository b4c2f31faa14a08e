from django.db import migrations, models


class Migration(migrations.Migration):
    """How many were told of a request, and what file a photo was made of; unknown of all that is there already."""

    dependencies = [("listings", "0007_promises_checked")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField("listing", "told_count", models.PositiveIntegerField(blank=True, null=True)),
        migrations.AddField("photo", "digest", models.CharField(blank=True, max_length=32, null=True)),
    ]
