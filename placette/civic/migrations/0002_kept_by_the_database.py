"""What the database keeps by itself: counts from the marks alone, questions that stand, and an end that is an end."""

from django.db import migrations

# A refusal names its constraint, as a CHECK does, so that an action can say it in words.
REFUSE = """
CREATE FUNCTION civic_refuse(broken text, at text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is broken by %', broken, at USING ERRCODE = 'check_violation', CONSTRAINT = broken;
END $$;
"""
ANNOUNCEMENTS = """
CREATE FUNCTION civic_announcement_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'scheduled'), ('draft', 'published'), ('scheduled', 'draft'), ('scheduled', 'published'),
        ('published', 'withdrawn')
    ) THEN
        PERFORM civic_refuse('an_announcement_goes_its_way', NEW.state);
    END IF;
    IF OLD.published_at IS NOT NULL AND NEW.published_at IS DISTINCT FROM OLD.published_at THEN
        PERFORM civic_refuse('what_is_published_is_published_once', 'an announcement');
    END IF;
    IF NEW.seen <> OLD.seen AND pg_trigger_depth() < 2 THEN
        PERFORM civic_refuse('counts_come_from_marks_alone', 'an announcement');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER civic_announcement_stands BEFORE UPDATE ON civic_announcement
    FOR EACH ROW EXECUTE FUNCTION civic_announcement_stands();
CREATE FUNCTION civic_sighting_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE civic_announcement SET seen = seen + 1 WHERE id = NEW.announcement_id;
    RETURN NULL;
END $$;
CREATE TRIGGER civic_sighting_counts AFTER INSERT ON civic_sighting
    FOR EACH ROW EXECUTE FUNCTION civic_sighting_counts();
"""
POLLS = """
CREATE FUNCTION civic_poll_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    loose text[] := ARRAY['state', 'ballots', 'commune_id', 'author_id', 'opening_told_at', 'counted_at'];
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'published'), ('published', 'counted'), ('published', 'withdrawn')
    ) THEN
        PERFORM civic_refuse('a_poll_goes_its_way', NEW.state);
    END IF;
    IF OLD.state <> 'draft' AND (to_jsonb(NEW) - loose) <> (to_jsonb(OLD) - loose) THEN
        PERFORM civic_refuse('what_is_asked_stands', 'a poll');
    END IF;
    IF NEW.ballots <> OLD.ballots AND pg_trigger_depth() < 2 THEN
        PERFORM civic_refuse('counts_come_from_marks_alone', 'a poll');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER civic_poll_stands BEFORE UPDATE ON civic_poll
    FOR EACH ROW EXECUTE FUNCTION civic_poll_stands();
CREATE FUNCTION civic_option_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its_state text;
BEGIN
    SELECT state INTO its_state FROM civic_poll
    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.poll_id ELSE NEW.poll_id END;
    IF its_state IS NULL OR its_state = 'draft' THEN  -- with its poll an option goes as well
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP <> 'UPDATE' OR its_state <> 'published' OR OLD.score IS NOT NULL
        OR (to_jsonb(NEW) - 'score') <> (to_jsonb(OLD) - 'score') THEN
        PERFORM civic_refuse('what_is_asked_stands', 'an option');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER civic_option_stands BEFORE INSERT OR UPDATE OR DELETE ON civic_option
    FOR EACH ROW EXECUTE FUNCTION civic_option_stands();
CREATE FUNCTION civic_voted_counts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its_state text;
BEGIN
    SELECT state INTO its_state FROM civic_poll
    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.poll_id ELSE NEW.poll_id END FOR NO KEY UPDATE;
    IF TG_OP = 'INSERT' THEN
        IF its_state <> 'published' THEN
            PERFORM civic_refuse('one_votes_in_what_is_published', its_state);
        END IF;
        UPDATE civic_poll SET ballots = ballots + 1 WHERE id = NEW.poll_id;
    ELSIF TG_OP = 'UPDATE' OR its_state = 'published' THEN
        PERFORM civic_refuse('a_vote_is_final', TG_OP);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER civic_voted_counts AFTER INSERT OR UPDATE OR DELETE ON civic_voted
    FOR EACH ROW EXECUTE FUNCTION civic_voted_counts();
"""
UNDO = """
DROP TRIGGER civic_voted_counts ON civic_voted;
DROP FUNCTION civic_voted_counts();
DROP TRIGGER civic_option_stands ON civic_option;
DROP FUNCTION civic_option_stands();
DROP TRIGGER civic_poll_stands ON civic_poll;
DROP FUNCTION civic_poll_stands();
DROP TRIGGER civic_sighting_counts ON civic_sighting;
DROP FUNCTION civic_sighting_counts();
DROP TRIGGER civic_announcement_stands ON civic_announcement;
DROP FUNCTION civic_announcement_stands();
DROP FUNCTION civic_refuse(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("civic", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE + ANNOUNCEMENTS + POLLS, UNDO)]
