"""A link to the organisers is of one moment."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groupbuys", "0008_collected_by_the_database")]
    operations = [
        migrations.AddField(
            model_name="campaign",
            name="organisers_changed",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
    ]
