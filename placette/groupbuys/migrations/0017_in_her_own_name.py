"""Who has no screen takes part by a consent that stands and covers buying, in her own name, or not at all."""

from django.db import migrations

KEPT = """
CREATE FUNCTION groupbuys_pledge_by_consent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    given record;
BEGIN
    -- Who leaves is forgotten first, her consents and deeds a statement later.
    IF TG_OP = 'UPDATE' AND NEW.person_id IS NULL THEN
        RETURN NEW;
    END IF;
    IF NEW.deed_id IS NULL THEN
        IF (TG_OP = 'INSERT' OR NEW.changed_at <> OLD.changed_at)
           AND EXISTS (SELECT FROM people_person WHERE id = NEW.person_id AND email IS NULL) THEN
            PERFORM groupbuys_refuse('nothing_without_consent', 'a pledge');
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.deed_id IS NOT DISTINCT FROM OLD.deed_id
       AND NEW.person_id IS NOT DISTINCT FROM OLD.person_id AND NEW.changed_at = OLD.changed_at THEN
        RETURN NEW;
    END IF;
    -- Whoever takes the consent back waits for this pledge, or this pledge finds it taken back.
    SELECT c.person_id, c.ended_at, c.buys, d.scope INTO given
    FROM people_deed d JOIN people_consent c ON c.id = d.consent_id WHERE d.id = NEW.deed_id FOR SHARE OF c;
    IF NOT FOUND OR given.person_id IS DISTINCT FROM NEW.person_id THEN
        PERFORM groupbuys_refuse('a_deed_is_its_author_s', 'a pledge');
    END IF;
    IF given.ended_at IS NOT NULL OR NOT given.buys OR given.scope <> 'buys' THEN
        PERFORM groupbuys_refuse('nothing_without_consent', 'a pledge');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER groupbuys_pledge_by_consent BEFORE INSERT OR UPDATE OF person_id, deed_id, changed_at ON groupbuys_pledge
    FOR EACH ROW EXECUTE FUNCTION groupbuys_pledge_by_consent();

CREATE FUNCTION groupbuys_pledge_deed_is_hers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM groupbuys_pledge p JOIN people_consent c ON c.person_id = p.person_id
        JOIN people_deed d ON d.consent_id = c.id AND d.scope = 'buys'
        WHERE p.id = NEW.pledge_id AND d.id = NEW.deed_id
    ) THEN
        PERFORM groupbuys_refuse('a_deed_is_its_author_s', 'what was done with a pledge');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER groupbuys_pledge_deed_is_hers BEFORE INSERT ON groupbuys_pledgedeed
    FOR EACH ROW EXECUTE FUNCTION groupbuys_pledge_deed_is_hers();
CREATE TRIGGER groupbuys_pledge_deed_written_once BEFORE UPDATE ON groupbuys_pledgedeed
    FOR EACH ROW EXECUTE FUNCTION groupbuys_written_once();
"""
LOOSE = """
DROP TRIGGER groupbuys_pledge_deed_written_once ON groupbuys_pledgedeed;
DROP TRIGGER groupbuys_pledge_deed_is_hers ON groupbuys_pledgedeed;
DROP FUNCTION groupbuys_pledge_deed_is_hers();
DROP TRIGGER groupbuys_pledge_by_consent ON groupbuys_pledge;
DROP FUNCTION groupbuys_pledge_by_consent();
"""


class Migration(migrations.Migration):
    dependencies = [("groupbuys", "0016_in_her_name_indexed")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, LOOSE),
    ]
