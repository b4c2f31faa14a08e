from django.db import migrations, models

ONCE = models.UniqueConstraint(
    condition=models.Q(digest__isnull=False), fields=["owner", "use", "digest"], name="a_photo_is_kept_once"
)
# What AddConstraint would build, while people go on sending photos. A build that was interrupted begins again.
BUILD = """
CREATE UNIQUE INDEX CONCURRENTLY "a_photo_is_kept_once" ON "people_pendingphoto" ("owner_id", "use", "digest")
WHERE "digest" IS NOT NULL
"""
DROP = 'DROP INDEX CONCURRENTLY IF EXISTS "a_photo_is_kept_once"'


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0008_photo_digests")]
    operations = [
        migrations.RunSQL(DROP, migrations.RunSQL.noop),
        migrations.RunSQL(BUILD, DROP, state_operations=[migrations.AddConstraint("pendingphoto", ONCE)]),
    ]
