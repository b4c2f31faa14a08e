from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

# The French of the search: accents fall, "à" is still a stop word, words are stemmed. `placette_words` keeps the
# words whole, for names.
FRENCH = """
CREATE TEXT SEARCH DICTIONARY placette_stop (TEMPLATE = pg_catalog.simple, STOPWORDS = french, ACCEPT = false);
CREATE TEXT SEARCH CONFIGURATION placette_fr (COPY = pg_catalog.french);
ALTER TEXT SEARCH CONFIGURATION placette_fr
    ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part
    WITH placette_stop, unaccent, french_stem;
CREATE FUNCTION placette_plain(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$ SELECT lower(public.unaccent('public.unaccent', $1)) $$;
"""
FRENCH_UNDO = """
DROP FUNCTION placette_plain(text);
DROP TEXT SEARCH CONFIGURATION placette_fr;
DROP TEXT SEARCH DICTIONARY placette_stop;
"""
# The table of Django's database cache, so that a migrated database is complete.
CACHE = """
CREATE TABLE core_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX core_cache_expires ON core_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(FRENCH, FRENCH_UNDO),
        migrations.RunSQL(CACHE, "DROP TABLE core_cache"),
    ]
