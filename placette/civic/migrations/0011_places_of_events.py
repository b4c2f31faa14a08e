"""Where exactly what is announced takes place, for who comes there."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("civic", "0010_events_counted")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        *(
            migrations.AddField("announcement", name, models.FloatField(blank=True, null=True))
            for name in ("latitude", "longitude")
        ),
        AddConstraintNotValid(
            "announcement",
            models.CheckConstraint(
                condition=models.Q(("latitude__isnull", True), ("longitude__isnull", True))
                | models.Q(
                    models.Q(("place", ""), _negated=True),
                    ("latitude__isnull", False),
                    ("latitude__range", (-90, 90)),
                    ("longitude__isnull", False),
                    ("longitude__range", (-180, 180)),
                ),
                name="a_point_stands_beside_its_words",
            ),
        ),
    ]
