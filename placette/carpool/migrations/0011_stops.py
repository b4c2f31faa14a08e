import django.contrib.postgres.fields
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

WITHIN = "{most} >= ALL(%(expressions)s) AND -{most} <= ALL(%(expressions)s)"


def within(numbers: str, most: int) -> models.Func:
    return models.Func(
        models.F(numbers), output_field=models.BooleanField(), template=WITHIN.format(most=most)
    )


class Migration(migrations.Migration):
    dependencies = [("carpool", "0010_destinations"), ("places", "0002_of_name_in_french")]
    operations = [
        *(
            migrations.AddField(
                "way",
                name,
                django.contrib.postgres.fields.ArrayField(base, blank=True, db_default=[], default=list),
            )
            for name, base in (
                ("stop_names", models.CharField(max_length=120)),
                ("stop_latitudes", models.FloatField()),
                ("stop_longitudes", models.FloatField()),
            )
        ),
        AddConstraintNotValid(
            "way",
            models.CheckConstraint(
                condition=models.Q(
                    ("stop_names__len", 0),
                    models.Q(("role", "driver"), ("stop_names__len__lte", 5)),
                    _connector="OR",
                ),
                name="a_driver_passes_few_places",
            ),
        ),
        AddConstraintNotValid(
            "way",
            models.CheckConstraint(
                condition=models.Q(
                    ("stop_latitudes__len", models.F("stop_names__len")),
                    ("stop_longitudes__len", models.F("stop_names__len")),
                ),
                name="a_stop_has_a_name_and_a_place",
            ),
        ),
        AddConstraintNotValid(
            "way",
            models.CheckConstraint(
                condition=models.Q(within("stop_latitudes", 90), within("stop_longitudes", 180)),
                name="a_stop_is_on_earth",
            ),
        ),
    ]
