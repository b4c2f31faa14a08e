"""Where a crew sets out and where it goes, as places: those of before keep the words and the length that were typed.

And a crew whose founder has left is the oldest verified member's, whatever took the founder out: she herself, an account erased.
"""

from django.db import migrations, models
from django.db.models import Q

# Of verified members first: nobody else may do anything with it. Of others only until one of them is verified again.
OLDEST = """
    SELECT m.person_id FROM carpool_crewmember m JOIN people_person p ON p.id = m.person_id AND p.is_active
    WHERE m.crew_id = {crew} AND m.joined_at IS NOT NULL AND m.left_at IS NULL
    ORDER BY EXISTS (
        SELECT FROM people_membership v WHERE v.person_id = m.person_id AND v.verified_at IS NOT NULL
    ) DESC, m.joined_at, m.id LIMIT 1
"""
# The crew's row is locked before anything is read: of the last two who leave in one instant the second reads the first.
# A key belongs to who sent the form: it goes with her.
PASSES_ON = f"""
CREATE FUNCTION carpool_crew_passes_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held bigint;
    oldest bigint;
BEGIN
    SELECT founder_id INTO held FROM carpool_crew WHERE id = OLD.crew_id FOR NO KEY UPDATE;
    IF FOUND AND (held IS NULL OR held = OLD.person_id) THEN
        SELECT person_id INTO oldest FROM ({OLDEST.format(crew="OLD.crew_id")}) AS first;
        IF oldest IS NOT NULL AND oldest IS DISTINCT FROM held THEN
            UPDATE carpool_crew SET founder_id = oldest, key = NULL WHERE id = OLD.crew_id;
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER carpool_crew_passes_on_left AFTER UPDATE OF left_at ON carpool_crewmember
    FOR EACH ROW WHEN (OLD.left_at IS NULL AND NEW.left_at IS NOT NULL) EXECUTE FUNCTION carpool_crew_passes_on();
CREATE TRIGGER carpool_crew_passes_on_gone AFTER DELETE ON carpool_crewmember
    FOR EACH ROW WHEN (OLD.left_at IS NULL) EXECUTE FUNCTION carpool_crew_passes_on();
"""
PASSES_ON_UNDO = """
DROP TRIGGER carpool_crew_passes_on_left ON carpool_crewmember;
DROP TRIGGER carpool_crew_passes_on_gone ON carpool_crewmember;
DROP FUNCTION carpool_crew_passes_on();
"""
LEFT_BEFORE = f"""
UPDATE carpool_crew c SET founder_id = oldest.person_id, key = NULL
FROM carpool_crew d CROSS JOIN LATERAL ({OLDEST.format(crew="d.id")}) AS oldest
WHERE d.id = c.id AND c.ended_at IS NULL AND NOT EXISTS (
    SELECT FROM carpool_crewmember m WHERE m.crew_id = c.id AND m.person_id = c.founder_id AND m.left_at IS NULL
);
"""
WITHOUT = Q(
    start_name="", end_name="", start_latitude=None, start_longitude=None, end_latitude=None, end_longitude=None
)
WITH = (
    ~Q(start_name="")
    & ~Q(end_name="")
    & Q(start_latitude__range=(-90, 90), end_latitude__range=(-90, 90))
    & Q(start_longitude__range=(-180, 180), end_longitude__range=(-180, 180))
)


class Migration(migrations.Migration):
    dependencies = [("carpool", "0018_meeting_points"), ("people", "0001_initial")]
    operations = [
        *(
            migrations.AddField(
                "crew",
                f"{end}_name",
                models.CharField(blank=True, db_default="", default="", max_length=120),
            )
            for end in ("start", "end")
        ),
        *(
            migrations.AddField("crew", f"{end}_{axis}", models.FloatField(blank=True, null=True))
            for end in ("start", "end")
            for axis in ("latitude", "longitude")
        ),
        migrations.AddConstraint(
            "crew", models.CheckConstraint(condition=WITHOUT | WITH, name="a_crew_has_both_ends_or_words")
        ),
        migrations.RunSQL(PASSES_ON, PASSES_ON_UNDO),
        migrations.RunSQL(LEFT_BEFORE, migrations.RunSQL.noop),
    ]
