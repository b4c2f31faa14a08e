"""The link of a group may be made anew."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("groupbuys", "0017_in_her_own_name")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField("campaign", "links_changed", models.PositiveIntegerField(db_default=0, default=0, editable=False)),
    ]
