from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

PLAIN = models.Func(models.F("text"), function="placette_plain", output_field=models.CharField())


class Migration(migrations.Migration):
    atomic = False  # built while people go on writing
    dependencies = [("people", "0002_offering_words")]
    operations = [
        AddIndexConcurrently("offering", GinIndex(fields=["search"], name="offering_search")),
        AddIndexConcurrently(
            "offering", GinIndex(OpClass(PLAIN, name="gin_trgm_ops"), name="offering_likeness")
        ),
    ]
