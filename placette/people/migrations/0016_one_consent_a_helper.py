from django.db import migrations, models

ONCE = models.UniqueConstraint(
    fields=["person", "holder", "to"],
    condition=models.Q(ended_at__isnull=True) & (models.Q(holder="town_hall") | models.Q(to__isnull=False)),
    nulls_distinct=False,
    name="one_consent_a_helper",
)
# What AddConstraint would build, while people go on. A build that was interrupted begins again.
BUILD = """
CREATE UNIQUE INDEX CONCURRENTLY "one_consent_a_helper" ON "people_consent" ("person_id", "holder", "to_id")
NULLS NOT DISTINCT WHERE "ended_at" IS NULL AND ("holder" = 'town_hall' OR "to_id" IS NOT NULL)
"""
DROP = 'DROP INDEX CONCURRENTLY IF EXISTS "one_consent_a_helper"'
BUILD_BEFORE = """
CREATE UNIQUE INDEX CONCURRENTLY "one_current_consent" ON "people_consent" ("person_id", "holder", "to_id")
NULLS NOT DISTINCT WHERE "ended_at" IS NULL
"""
DROP_BEFORE = 'DROP INDEX CONCURRENTLY IF EXISTS "one_current_consent"'


class Migration(migrations.Migration):
    """Two helpers whose accounts have gone are nobody each, and not twice the same."""

    atomic = False
    dependencies = [("people", "0015_no_consent_beside_an_account")]
    operations = [
        migrations.RunSQL(DROP, migrations.RunSQL.noop),
        migrations.RunSQL(BUILD, DROP, state_operations=[migrations.AddConstraint("consent", ONCE)]),
        migrations.RunSQL(
            DROP_BEFORE,
            BUILD_BEFORE,
            state_operations=[migrations.RemoveConstraint("consent", "one_current_consent")],
        ),
    ]
