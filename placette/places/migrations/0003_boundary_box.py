import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # built while people go on reading

    dependencies = [("places", "0002_of_name_in_french")]
    operations = [
        AddIndexConcurrently(
            "boundary",
            django.contrib.postgres.indexes.GistIndex(
                models.Func(
                    models.Func(models.F("west"), models.F("south"), function="point"),
                    models.Func(models.F("east"), models.F("north"), function="point"),
                    function="box",
                ),
                name="boundary_box",
            ),
        )
    ]
