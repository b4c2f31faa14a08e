"""Who has an account of her own lets nobody act for her; and what is done in her name is hers (docs/decisions/0017)."""

from django.db import migrations

# Left by the instant in which a consent could still be noted beside a fresh account.
ENDED = """
UPDATE people_consent SET ended_at = greatest(at, now())
WHERE ended_at IS NULL AND EXISTS (
    SELECT FROM people_person WHERE people_person.id = people_consent.person_id AND email IS NOT NULL
)
"""
KEPT = """
CREATE FUNCTION people_no_consent_beside_an_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Whoever takes her account over waits for this consent, or this consent finds her with an account of her own.
    PERFORM FROM people_person WHERE id = NEW.person_id AND email IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'she has an account of her own' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'no_consent_beside_an_account';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_no_consent_beside_an_account BEFORE INSERT ON people_consent
    FOR EACH ROW WHEN (NEW.ended_at IS NULL) EXECUTE FUNCTION people_no_consent_beside_an_account();

CREATE FUNCTION people_no_account_beside_a_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM people_consent WHERE person_id = NEW.id AND ended_at IS NULL) THEN
        RAISE EXCEPTION 'somebody still acts for her' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'no_account_beside_a_consent';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_no_account_beside_a_consent BEFORE UPDATE OF email ON people_person
    FOR EACH ROW WHEN (OLD.email IS NULL AND NEW.email IS NOT NULL)
    EXECUTE FUNCTION people_no_account_beside_a_consent();

-- Of every table with an author and a deed: the rooms that have one put it on theirs.
CREATE FUNCTION people_deed_is_its_author_s() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- An author who leaves is forgotten first, her consents and deeds a statement later.
    IF TG_OP = 'UPDATE' AND NEW.author_id IS NULL THEN
        RETURN NEW;
    END IF;
    IF NEW.author_id IS DISTINCT FROM (
        SELECT people_consent.person_id FROM people_deed JOIN people_consent ON people_consent.id = consent_id
        WHERE people_deed.id = NEW.deed_id
    )
    THEN
        RAISE EXCEPTION 'nobody acts in the name of another' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'a_deed_is_its_author_s';
    END IF;
    RETURN NEW;
END $$;
"""
LOOSE = """
DROP FUNCTION people_deed_is_its_author_s();
DROP TRIGGER people_no_account_beside_a_consent ON people_person;
DROP FUNCTION people_no_account_beside_a_consent();
DROP TRIGGER people_no_consent_beside_an_account ON people_consent;
DROP FUNCTION people_no_consent_beside_an_account();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0014_social_service")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.RunSQL(ENDED, migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, LOOSE),
    ]
