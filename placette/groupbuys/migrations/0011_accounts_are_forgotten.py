"""Which line of a bank statement a payment was noted from is forgotten in time; the payment itself stands."""

from django.db import migrations

STANDS = """
CREATE OR REPLACE FUNCTION groupbuys_payment_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- Whoever noted or withdrew it may be forgotten{why}.
    loose text[] := '{{noted_by_id,withdrawn_by_id,withdrawn_at{more}}}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM FROM groupbuys_campaign c JOIN groupbuys_pledge p ON p.campaign_id = c.id
        JOIN groupbuys_share s ON s.pledge_id = p.id WHERE s.id = NEW.share_id FOR NO KEY UPDATE OF c;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - loose) <> (to_jsonb(OLD) - loose)
        OR (NEW.source IS NOT NULL AND NEW.source IS DISTINCT FROM OLD.source)
        OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at) THEN
        PERFORM groupbuys_refuse('a_payment_is_not_rewritten', 'a payment');
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("groupbuys", "0010_what_is_over")]
    operations = [
        migrations.RunSQL(
            STANDS.format(why=", and the line that it was noted from", more=",source"),
            STANDS.format(why="", more=""),
        ),
    ]
