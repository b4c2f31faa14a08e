from django.db import migrations, models


class Migration(migrations.Migration):
    """The column keeps its name: only the code calls it otherwise."""

    dependencies = [("places", "0001_communes")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("commune", "of_name", "of_name_in_french"),
                migrations.AlterField(
                    "commune", "of_name_in_french", models.CharField(db_column="of_name", max_length=90)
                ),
            ]
        )
    ]
