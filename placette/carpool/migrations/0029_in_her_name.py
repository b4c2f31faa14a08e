"""By whom a place was asked for, and what was answered, where she let somebody act for her. The next one makes the indexes."""

import django.db.models.deletion
from django.db import migrations, models


def by(name: str) -> models.ForeignKey:
    return models.ForeignKey(
        blank=True,
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name=name,
        to="people.deed",
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0019_a_place_in_a_car"), ("carpool", "0028_passing_now")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField("trip", "deed", by("trips")),
        migrations.AddField("booking", "deed", by("rides")),
        migrations.CreateModel(
            name="RideDeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(choices=[("asks", "Asks"), ("ends", "Ends"), ("accepts", "Accepts"), ("declines", "Declines"), ("cancels", "Cancels"), ("rode", "Rode"), ("stayed", "Stayed")], max_length=8)),
                ("facts", models.JSONField(default=dict)),
                ("booking", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="deeds", to="carpool.booking")),
                ("deed", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="ride", to="people.deed")),
                ("trip", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="deeds", to="carpool.trip")),
            ],
        ),
    ]
