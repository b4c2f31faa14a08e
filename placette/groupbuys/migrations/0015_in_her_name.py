"""By whom a pledge was made where she let somebody act for her, and what each did with it. The next one makes the index."""

import django.db.models.deletion
from django.db import migrations, models

STANDS = """
CREATE OR REPLACE FUNCTION groupbuys_pledge_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its_campaign bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.campaign_id ELSE NEW.campaign_id END;
    its_state text;
BEGIN
    -- Only whose it is, and by whom, may be forgotten.
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - '{%s}'::text[]) = (to_jsonb(OLD) - '{%s}'::text[]) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.campaign_id <> OLD.campaign_id THEN
        PERFORM groupbuys_refuse('a_pledge_stays_where_it_is', 'a pledge');
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.items <> OLD.items AND pg_trigger_depth() < 2 THEN
        PERFORM groupbuys_refuse('totals_come_from_lines_alone', 'a pledge');
    END IF;
    SELECT state INTO its_state FROM groupbuys_campaign WHERE id = its_campaign FOR NO KEY UPDATE;
    IF its_state NOT IN ('open', 'confirming') OR (TG_OP = 'INSERT' AND its_state <> 'open') THEN
        PERFORM groupbuys_refuse('a_closed_campaign_never_changes', 'a pledge');
    END IF;
    IF TG_OP = 'INSERT' AND NEW.items <> 0 THEN
        PERFORM groupbuys_refuse('totals_come_from_lines_alone', 'a pledge');
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0018_at_the_end_of_a_take_over"), ("groupbuys", "0014_groups")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField(
            "campaign", "shown_to_town_hall", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddField(
            "pledge",
            "deed",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="pledges",
                to="people.deed",
            ),
        ),
        migrations.CreateModel(
            name="PledgeDeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(choices=[("takes", "Takes"), ("withdraws", "Withdraws"), ("accepts", "Accepts"), ("stays", "Stays"), ("comes", "Comes"), ("sends", "Sends")], max_length=9)),
                ("facts", models.JSONField(default=dict)),
                ("deed", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="purchase", to="people.deed")),
                ("pledge", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="deeds", to="groupbuys.pledge")),
            ],
        ),
        migrations.RunSQL(
            STANDS.replace("%s", "person_id,deed_id"), STANDS.replace("%s", "person_id"),
        ),
    ]
