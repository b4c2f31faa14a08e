"""The trail is only added to: a person may be forgotten in it, and the retention may take what is old."""

from django.db import migrations

ADDED_TO = """
CREATE FUNCTION trust_trail_is_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    people text[] := '{by_id,person_id}';
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('placette.retention', true) = 'on' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - people) = (to_jsonb(OLD) - people)
       AND (NEW.by_id IS NULL OR NEW.by_id IS NOT DISTINCT FROM OLD.by_id)
       AND (NEW.person_id IS NULL OR NEW.person_id IS NOT DISTINCT FROM OLD.person_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the trail is only added to' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'the_trail_is_only_added_to';
END $$;
CREATE TRIGGER trust_trail_is_added_to BEFORE UPDATE OR DELETE ON trust_line
    FOR EACH ROW EXECUTE FUNCTION trust_trail_is_added_to();
"""
LOOSE = "DROP TRIGGER trust_trail_is_added_to ON trust_line; DROP FUNCTION trust_trail_is_added_to();"


class Migration(migrations.Migration):
    dependencies = [("trust", "0001_initial")]
    operations = [migrations.RunSQL(ADDED_TO, LOOSE)]
