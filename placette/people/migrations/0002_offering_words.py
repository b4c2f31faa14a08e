import django.contrib.postgres.search
from django.db import migrations, models

# The stored column rewrites the table under a lock: 1.4 s for 100,000 offerings (docs/performance.md). Where
# another transaction holds the table, give up after five seconds rather than make every reader queue behind us.
PATIENCE = "SET LOCAL lock_timeout = '5s'"


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.RunSQL(PATIENCE, migrations.RunSQL.noop),
        migrations.AddField(
            "offering",
            "search",
            models.GeneratedField(
                expression=models.Func(
                    models.F("text"), template="to_tsvector('placette_fr'::regconfig, %(expressions)s)"
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
                db_persist=True,
            ),
        ),
    ]
