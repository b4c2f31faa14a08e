from django.db import migrations

# Not logged: losing the counts in a crash costs nothing, writing them must be cheap.
LIMITS = "CREATE UNLOGGED TABLE core_limit (key text PRIMARY KEY, attempts integer NOT NULL, until timestamptz NOT NULL)"


class Migration(migrations.Migration):
    dependencies = [("core", "0001_extensions")]
    operations = [migrations.RunSQL(LIMITS, "DROP TABLE core_limit")]
