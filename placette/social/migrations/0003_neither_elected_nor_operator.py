"""Who is elected, or runs the site, writes no word of the social service either (docs/decisions/0016)."""

from django.db import migrations

NOW = """
CREATE OR REPLACE FUNCTION social_word_is_by_one_of_the_two() RETURNS trigger LANGUAGE plpgsql AS $$
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
            SELECT FROM people_role WHERE person_id = NEW.author_id AND name IN ('officer', 'elected')
                AND commune_id = its.commune_id AND until IS NULL
        ) OR EXISTS (SELECT FROM people_person WHERE id = NEW.author_id AND is_operator)
    ) THEN
        PERFORM social_refuse('a_word_is_by_one_of_the_two');
    END IF;
    RETURN NEW;
END $$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION social_word_is_by_one_of_the_two() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [("social", "0002_kept_by_the_database"), ("people", "0014_social_service")]
    operations = [migrations.RunSQL(NOW, BEFORE)]
