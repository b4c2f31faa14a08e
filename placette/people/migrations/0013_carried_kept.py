"""Nothing is done for a resident without her consent, and what she let others do is not rewritten."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

KEPT = """
CREATE FUNCTION people_deed_has_consent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    given people_consent;
BEGIN
    -- Whoever takes the consent back waits for this act, or this act finds it taken back.
    SELECT * INTO given FROM people_consent WHERE id = NEW.consent_id FOR SHARE;
    IF given.ended_at IS NOT NULL OR given.holder <> NEW.holder OR NOT (
        (NEW.scope = 'posts' AND given.posts) OR (NEW.scope = 'writes' AND given.writes)
        OR (NEW.scope = 'agrees' AND given.agrees)
    )
    THEN
        RAISE EXCEPTION 'nothing is done without consent' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'nothing_without_consent';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_deed_has_consent BEFORE INSERT ON people_deed
    FOR EACH ROW EXECUTE FUNCTION people_deed_has_consent();

CREATE FUNCTION people_deed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - 'by_id') = (to_jsonb(OLD) - 'by_id')
       AND (NEW.by_id IS NULL OR NEW.by_id IS NOT DISTINCT FROM OLD.by_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was done is not rewritten' USING ERRCODE = 'check_violation', CONSTRAINT = 'a_deed_stays';
END $$;
CREATE TRIGGER people_deed_stays BEFORE UPDATE ON people_deed FOR EACH ROW EXECUTE FUNCTION people_deed_stays();

CREATE FUNCTION people_consent_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- It ends once; a commune merges; people may be forgotten.
    may_change text[] := '{ended_at,commune_id,to_id,recorded_by_id}';
BEGIN
    IF (to_jsonb(NEW) - may_change) = (to_jsonb(OLD) - may_change)
       AND (OLD.ended_at IS NULL OR NEW.ended_at IS NOT DISTINCT FROM OLD.ended_at)
       AND (NEW.to_id IS NULL OR NEW.to_id IS NOT DISTINCT FROM OLD.to_id)
       AND (NEW.recorded_by_id IS NULL OR NEW.recorded_by_id IS NOT DISTINCT FROM OLD.recorded_by_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a consent only ends' USING ERRCODE = 'check_violation', CONSTRAINT = 'a_consent_only_ends';
END $$;
CREATE TRIGGER people_consent_only_ends BEFORE UPDATE ON people_consent
    FOR EACH ROW EXECUTE FUNCTION people_consent_only_ends();
"""
LOOSE = """
DROP TRIGGER people_deed_has_consent ON people_deed; DROP FUNCTION people_deed_has_consent();
DROP TRIGGER people_deed_stays ON people_deed; DROP FUNCTION people_deed_stays();
DROP TRIGGER people_consent_only_ends ON people_consent; DROP FUNCTION people_consent_only_ends();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0012_carried")]
    operations = [
        migrations.RunSQL(KEPT, LOOSE),
        ValidateConstraint("person", "without_an_email_nobody_signs_in"),
    ]
