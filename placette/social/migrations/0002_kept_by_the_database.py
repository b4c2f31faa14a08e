"""Who writes in a letter, that words stand, and that a letter stays its author's."""

from django.db import migrations

KEPT = """
CREATE FUNCTION social_refuse(broken text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is broken', broken USING ERRCODE = 'check_violation', CONSTRAINT = broken;
END $$;
CREATE FUNCTION social_word_is_by_one_of_the_two() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its social_letter%ROWTYPE;
BEGIN
    SELECT * INTO its FROM social_letter WHERE id = NEW.letter_id;
    IF its.closed_at IS NOT NULL THEN
        PERFORM social_refuse('a_closed_letter_takes_no_words');
    END IF;
    IF NOT NEW.by_social AND NEW.author_id IS DISTINCT FROM its.author_id THEN
        PERFORM social_refuse('a_word_is_by_one_of_the_two');
    END IF;
    IF NEW.by_social AND (
        NOT EXISTS (
            SELECT FROM people_role WHERE person_id = NEW.author_id AND name = 'social'
                AND commune_id = its.commune_id AND until IS NULL
        ) OR EXISTS (
            SELECT FROM people_role WHERE person_id = NEW.author_id AND name = 'officer'
                AND commune_id = its.commune_id AND until IS NULL
        )
    ) THEN
        PERFORM social_refuse('a_word_is_by_one_of_the_two');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER social_word_is_by_one_of_the_two BEFORE INSERT ON social_word
    FOR EACH ROW EXECUTE FUNCTION social_word_is_by_one_of_the_two();
CREATE FUNCTION social_word_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Whoever leaves is forgotten; her words stay as long as the letter.
    IF (to_jsonb(NEW) - 'author_id') <> (to_jsonb(OLD) - 'author_id') OR NEW.author_id IS NOT NULL THEN
        PERFORM social_refuse('a_word_stands');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER social_word_stands BEFORE UPDATE ON social_word
    FOR EACH ROW EXECUTE FUNCTION social_word_stands();
CREATE FUNCTION social_letter_stays_hers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.author_id <> OLD.author_id THEN
        PERFORM social_refuse('a_letter_stays_its_author_s');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER social_letter_stays_hers BEFORE UPDATE ON social_letter
    FOR EACH ROW EXECUTE FUNCTION social_letter_stays_hers();
"""
UNDO = """
DROP TRIGGER social_letter_stays_hers ON social_letter;
DROP FUNCTION social_letter_stays_hers();
DROP TRIGGER social_word_stands ON social_word;
DROP FUNCTION social_word_stands();
DROP TRIGGER social_word_is_by_one_of_the_two ON social_word;
DROP FUNCTION social_word_is_by_one_of_the_two();
DROP FUNCTION social_refuse(text);
"""


class Migration(migrations.Migration):
    dependencies = [("social", "0001_initial")]
    operations = [migrations.RunSQL(KEPT, UNDO)]
