"""Names as long as those of the national directory, and the names that a line had."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


def _former() -> ArrayField:
    return ArrayField(
        base_field=models.CharField(max_length=140), blank=True, db_default=[], default=list, size=None
    )


class Migration(migrations.Migration):
    dependencies = [("townhall", "0003_what_there_is_in_the_commune")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField("association", "former", _former()),
        migrations.AddField("facility", "former", _former()),
        migrations.AlterField("association", "name", models.CharField(max_length=250)),
        migrations.AlterField("facility", "name", models.CharField(max_length=250)),
    ]
