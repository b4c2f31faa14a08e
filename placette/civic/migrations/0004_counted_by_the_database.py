"""What the database keeps of reports and ideas: how many follow and support, and which state comes after which."""

from django.db import migrations

REPORTS = """
CREATE FUNCTION civic_report_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    into_state text;
    into_commune text;
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('open', 'acknowledged'), ('open', 'planned'), ('open', 'done'), ('open', 'refused'), ('open', 'merged'),
        ('acknowledged', 'planned'), ('acknowledged', 'done'), ('acknowledged', 'refused'), ('acknowledged', 'merged'),
        ('planned', 'done'), ('planned', 'refused'), ('planned', 'merged'),
        ('done', 'open'), ('refused', 'open')
    ) THEN
        PERFORM civic_refuse('a_report_goes_its_way', NEW.state);
    END IF;
    IF NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id AND NEW.merged_into_id IS NOT NULL THEN
        SELECT state, commune_id INTO into_state, into_commune FROM civic_report
        WHERE id = NEW.merged_into_id FOR NO KEY UPDATE;
        IF into_state = 'merged' OR into_commune <> NEW.commune_id THEN
            PERFORM civic_refuse('one_merges_into_what_stands', 'a report');
        END IF;
    END IF;
    IF NEW.followers <> OLD.followers AND pg_trigger_depth() < 2 THEN
        PERFORM civic_refuse('counts_come_from_marks_alone', 'a report');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER civic_report_stands BEFORE UPDATE ON civic_report
    FOR EACH ROW EXECUTE FUNCTION civic_report_stands();
CREATE FUNCTION civic_follower_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE civic_report SET followers = followers + 1 WHERE id = NEW.report_id;
    ELSE
        UPDATE civic_report SET followers = followers - 1 WHERE id = OLD.report_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER civic_follower_counts AFTER INSERT OR DELETE ON civic_follower
    FOR EACH ROW EXECUTE FUNCTION civic_follower_counts();
"""
IDEAS = """
CREATE FUNCTION civic_idea_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('proposed', 'studied'), ('proposed', 'accepted'), ('proposed', 'declined'), ('proposed', 'done'),
        ('studied', 'accepted'), ('studied', 'declined'), ('studied', 'done'),
        ('accepted', 'done'), ('accepted', 'declined'), ('declined', 'studied'), ('declined', 'accepted')
    ) THEN
        PERFORM civic_refuse('an_idea_goes_its_way', NEW.state);
    END IF;
    IF NEW.supports <> OLD.supports AND pg_trigger_depth() < 2 THEN
        PERFORM civic_refuse('counts_come_from_marks_alone', 'an idea');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER civic_idea_stands BEFORE UPDATE ON civic_idea
    FOR EACH ROW EXECUTE FUNCTION civic_idea_stands();
CREATE FUNCTION civic_support_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE civic_idea SET supports = supports + 1 WHERE id = NEW.idea_id;
    ELSE
        UPDATE civic_idea SET supports = supports - 1 WHERE id = OLD.idea_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER civic_support_counts AFTER INSERT OR DELETE ON civic_support
    FOR EACH ROW EXECUTE FUNCTION civic_support_counts();
"""
UNDO = """
DROP TRIGGER civic_support_counts ON civic_support;
DROP FUNCTION civic_support_counts();
DROP TRIGGER civic_idea_stands ON civic_idea;
DROP FUNCTION civic_idea_stands();
DROP TRIGGER civic_follower_counts ON civic_follower;
DROP FUNCTION civic_follower_counts();
DROP TRIGGER civic_report_stands ON civic_report;
DROP FUNCTION civic_report_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("civic", "0003_reports_and_ideas")]
    operations = [migrations.RunSQL(REPORTS + IDEAS, UNDO)]
