from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """The check looks at new rows only; the next migration looks at the old ones without locking anybody out."""

    dependencies = [("people", "0005_pending_photos")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        AddConstraintNotValid(
            "membership",
            models.CheckConstraint(
                condition=models.Q(cell__isnull=True) | models.Q(cell__gte=137 << 52, cell__lt=138 << 52),
                name="a_cell_no_finer_than_a_hexagon",
            ),
        ),
    ]
