from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

PLAIN = models.Func(models.F("title"), function="placette_plain", output_field=models.CharField())


class Migration(migrations.Migration):
    atomic = False  # built while people go on writing
    dependencies = [("listings", "0001_initial")]
    operations = [
        AddIndexConcurrently(
            "listing",
            GinIndex(
                OpClass(PLAIN, name="gin_trgm_ops"),
                condition=models.Q(state="active"),
                name="listing_likeness",
            ),
        ),
    ]
