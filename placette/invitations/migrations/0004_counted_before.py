"""Campaigns from before the nightly count begin with what it would have counted: their figures do not go for a day."""

from django.db import migrations

# As arrivals.settle counts. Where a night has been, it stands: no hour of an upgrade tells who came since.
FILL = """
UPDATE invitations_campaign SET counted = CASE WHEN kind <> 'letters' THEN joined ELSE (
    SELECT count(*) FROM invitations_letter letter JOIN people_activationcode code ON code.id = letter.code_id
    WHERE letter.campaign_id = invitations_campaign.id AND code.used_at IS NOT NULL
) END WHERE counted = 0
"""


class Migration(migrations.Migration):
    dependencies = [
        ("invitations", "0003_columns_of_a_list"),
        ("people", "0010_more_roles"),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
