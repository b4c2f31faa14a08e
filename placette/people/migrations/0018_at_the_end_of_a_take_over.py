"""Whether somebody still acts for her is asked at the end of her take-over: in between, an old process writes her e-mail
before it ends the consents.
"""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

AT_THE_END = """
CREATE OR REPLACE FUNCTION people_no_account_beside_a_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM people_person WHERE id = NEW.id AND email IS NOT NULL)
       AND EXISTS (SELECT FROM people_consent WHERE person_id = NEW.id AND ended_at IS NULL) THEN
        RAISE EXCEPTION 'somebody still acts for her' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'no_account_beside_a_consent';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER people_no_account_beside_a_consent ON people_person;
CREATE CONSTRAINT TRIGGER people_no_account_beside_a_consent AFTER UPDATE OF email ON people_person
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.email IS NULL AND NEW.email IS NOT NULL)
    EXECUTE FUNCTION people_no_account_beside_a_consent();
"""
AT_ONCE = """
CREATE OR REPLACE FUNCTION people_no_account_beside_a_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM people_consent WHERE person_id = NEW.id AND ended_at IS NULL) THEN
        RAISE EXCEPTION 'somebody still acts for her' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'no_account_beside_a_consent';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER people_no_account_beside_a_consent ON people_person;
CREATE TRIGGER people_no_account_beside_a_consent BEFORE UPDATE OF email ON people_person
    FOR EACH ROW WHEN (OLD.email IS NULL AND NEW.email IS NOT NULL)
    EXECUTE FUNCTION people_no_account_beside_a_consent();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0017_buying_together")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        ValidateConstraint("consent", "a_consent_covers_something"),
        migrations.RunSQL(AT_THE_END, AT_ONCE),
    ]
