import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

ENDED = ["cancelled", "no_show", "done"]
PERIOD = models.Case(
    models.When(
        ends_at__isnull=True,
        then=models.Func(
            models.F("starts_at"), models.F("starts_at"), models.Value("[]"), function="tstzrange"
        ),
    ),
    default=models.Func(models.F("starts_at"), models.F("ends_at"), function="tstzrange"),
    output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
)


class Migration(migrations.Migration):
    """The checks look at new rows only; the next migration looks at the old ones without locking anybody out."""

    dependencies = [("listings", "0005_held_until_now")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddConstraint(
            "agreement",
            django.contrib.postgres.constraints.ExclusionConstraint(
                name="lent_to_one_at_a_time",
                expressions=[("holds", "="), (PERIOD, "&&")],
                condition=models.Q(state="accepted", starts_at__isnull=False),
            ),
        ),
        AddConstraintNotValid(
            "agreement",
            models.CheckConstraint(
                condition=models.Q(state__in=["proposed", "cancelled"]) | models.Q(decided_at__isnull=False),
                name="a_decision_is_dated",
            ),
        ),
        AddConstraintNotValid(
            "agreement",
            models.CheckConstraint(
                condition=models.Q(state__in=ENDED, ended_at__isnull=False)
                | (~models.Q(state__in=ENDED) & models.Q(ended_at__isnull=True)),
                name="an_end_is_dated",
            ),
        ),
    ]
