import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Lower

KINDS = [
    ("area", "Aire de covoiturage"), ("motorway_exit", "Sortie d’autoroute"), ("car_park", "Parking"),
    ("shop", "Supermarché"), ("park_and_ride", "Parking relais"), ("roadside", "Délaissé routier"),
    ("hitchhiking", "Auto-stop"), ("line", "Ligne de covoiturage"), ("meeting", "Point de rencontre"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("carpool", "0017_way_with_stops"),
        ("places", "0001_communes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterField("area", "kind", models.CharField(choices=KINDS, max_length=13)),
        migrations.AddField(
            "area",
            "commune",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.commune",
            ),
        ),
        migrations.AddField(
            "area", "note", models.CharField(blank=True, db_default="", default="", max_length=120)
        ),
        migrations.AddField(
            "area",
            "officer",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "area",
            models.CheckConstraint(
                condition=models.Q(("commune__isnull", False), ("kind", "meeting"))
                | (~models.Q(("kind", "meeting")) & models.Q(("commune__isnull", True))),
                name="a_meeting_point_is_of_a_town_hall",
            ),
        ),
        migrations.AddConstraint(
            "area",
            models.UniqueConstraint(
                "commune",
                Lower("name"),
                condition=models.Q(("commune__isnull", False), ("is_open", True)),
                name="one_meeting_point_of_a_name",
            ),
        ),
        # Undone first: the version before knows no such kind, and after it the checks above would meet points without
        # a commune. Its town halls open them anew.
        migrations.RunSQL(
            migrations.RunSQL.noop, "DELETE FROM carpool_area WHERE kind = 'meeting';"
        ),
    ]
