"""A link to the organisers is of one moment; a report on what is over is answered truly."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groupbuys", "0008_collected_by_the_database")]
    operations = [
        migrations.AddField(
            model_name="campaign",
            name="organisers_changed",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="report",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("kept", "L’achat groupé continue"),
                    ("cancelled", "L’achat groupé est annulé"),
                    ("over", "L’achat groupé est fini : il n’y a plus rien à décider"),
                ],
                max_length=9,
            ),
        ),
    ]
