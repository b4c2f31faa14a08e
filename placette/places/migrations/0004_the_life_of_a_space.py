"""A space has a state with an end, and the dress of its commune. Which state may follow which is kept here."""

from django.db import migrations, models

STATES = [
    ("trial", "à l’essai"),
    ("contract", "sous contrat"),
    ("grace", "en lecture seule"),
    ("closed", "fermée"),
]
# What stands gets its dates before the rules do: three months from now on, since nobody has been told of an end yet.
DATED = """
UPDATE places_space SET state = CASE WHEN closed_at IS NULL THEN 'trial' ELSE 'closed' END,
    ends_on = CASE WHEN closed_at IS NULL
        THEN ((greatest(opened_at, now()) AT TIME ZONE 'Europe/Paris')::date + interval '3 months')::date END
"""
STANDS = """
CREATE FUNCTION places_refuse(broken text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is broken by a space', broken USING ERRCODE = 'check_violation', CONSTRAINT = broken;
END $$;
CREATE FUNCTION places_space_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('trial', 'contract'), ('trial', 'grace'),
        ('contract', 'grace'),
        ('grace', 'contract'), ('grace', 'closed'),
        ('closed', 'trial'), ('closed', 'contract')
    ) THEN
        PERFORM places_refuse('a_space_lives_in_order');
    END IF;
    IF (NEW.state = 'closed') <> (NEW.closed_at IS NOT NULL) THEN
        PERFORM places_refuse('a_space_is_closed_at_a_moment');
    END IF;
    IF NEW.state = 'trial' AND NEW.ends_on IS NULL THEN
        NEW.ends_on := ((NEW.opened_at AT TIME ZONE 'Europe/Paris')::date + interval '3 months')::date;
    END IF;
    IF (NEW.state = 'closed') <> (NEW.ends_on IS NULL) THEN
        PERFORM places_refuse('only_what_is_closed_has_no_end');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER places_space_stands BEFORE INSERT OR UPDATE ON places_space
    FOR EACH ROW EXECUTE FUNCTION places_space_stands();
"""
LOOSE = """
DROP TRIGGER places_space_stands ON places_space; DROP FUNCTION places_space_stands(); DROP FUNCTION places_refuse(text);
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0003_boundary_box")]
    operations = [
        migrations.AddField(
            "space",
            "state",
            models.CharField(choices=STATES, db_default="trial", default="trial", max_length=8),
        ),
        migrations.AddField("space", "ends_on", models.DateField(blank=True, null=True)),
        migrations.AddField("space", "suspended_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "space",
            "suspended_because",
            models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            "space", "colour", models.CharField(blank=True, db_default="", default="", max_length=7)
        ),
        migrations.AddField(
            "space", "crest", models.CharField(blank=True, db_default="", default="", max_length=120)
        ),
        migrations.AddField(
            "space", "welcome", models.TextField(blank=True, db_default="", default="", max_length=600)
        ),
        migrations.RunSQL(DATED, migrations.RunSQL.noop),
        migrations.RunSQL(STANDS, LOOSE),
    ]
