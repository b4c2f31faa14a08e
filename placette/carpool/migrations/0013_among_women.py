import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("carpool", "0012_stops_checked"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            "Woman",
            [
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddField("trip", "women_only", models.BooleanField(db_default=False, default=False)),
        AddConstraintNotValid(
            "trip",
            models.CheckConstraint(
                condition=models.Q(("women_only", False), ("shown_to_partners", False), _connector="OR"),
                name="among_women_is_for_no_partner",
            ),
        ),
    ]
