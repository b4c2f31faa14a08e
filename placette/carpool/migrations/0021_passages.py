"""Drives in the order of the map, in a narrow table of their own that triggers keep. From before the first row is filled in
(0023), so that nothing that happens meanwhile is missed.

Whoever locks more than one of them, a trigger or an action, locks in this order, and within each by id: trips, ways,
persons, passages. A passage is made and judged under the row of its author alone, and taken away under that of its way;
who writes a pause or a seat holds the way. So an action that changes trips and ways locks them before it writes either, and
one that changes a membership locks the person first.
"""

import django.db.models.deletion
from django.db import migrations, models

import placette.carpool.fields

SAID_BY_THE_WAY = (
    "patch", "west", "east", "south", "north", "early", "late", "first_day", "last_day", "weekdays", "clock", "flexibility",
    "reach", "crow", "seats", "passes_places", "commune", "audience", "a", "b",
)  # fmt: skip
# As few as the tables allow wait for the triggers: postings lock the tables in this order too.
IN_ORDER = (
    "SET LOCAL lock_timeout = '5s'",
    """LOCK TABLE carpool_trip, carpool_way, carpool_pause, carpool_seat, people_person, people_membership
    IN SHARE ROW EXCLUSIVE MODE""",
)
EAST = "(-sin(radians(2.5)) * ({0} -> 1) + cos(radians(2.5)) * ({0} -> 2))"
NORTH = """(-sin(radians(46.5)) * cos(radians(2.5)) * ({0} -> 1) - sin(radians(46.5)) * sin(radians(2.5)) * ({0} -> 2)
        + cos(radians(46.5)) * ({0} -> 3))"""
SIZES = " ".join(f"WHEN way.reach <= {1000 << size} THEN {size}" for size in range(2, 10))
# Whether a search must look at its days: two ago may still be today overseas, or the evening before.
HAS_DAYS = """EXISTS (SELECT FROM carpool_pause pause WHERE pause.way_id = way.id AND pause.day >= current_date - 2)
            OR EXISTS (SELECT FROM carpool_seat seat WHERE seat.way_id = way.id AND seat.day >= current_date - 2)"""
# A way as a passage: geometry.flat, queries/patches.py. What is SQL without a search path is inlined in what calls it.
PASSAGE = f"""
CREATE FUNCTION carpool_east(place cube) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT {EAST.format("place")} $$;
CREATE FUNCTION carpool_north(place cube) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT {NORTH.format("place")} $$;
-- rules.may_see, as far as it is not about who reads.
CREATE FUNCTION carpool_stands(trip carpool_trip) RETURNS SETOF boolean LANGUAGE sql STABLE AS $$
    SELECT trip.state = 'open' AND author.is_active AND EXISTS (
        SELECT FROM people_membership member
        WHERE member.person_id = author.id AND member.commune_id = trip.commune_id AND member.verified_at IS NOT NULL)
    FROM people_person author WHERE author.id = trip.author_id
$$;
-- Nothing where its trip is not there.
CREATE FUNCTION carpool_passage_of(way carpool_way, has_days boolean) RETURNS SETOF carpool_passage
LANGUAGE sql STABLE AS $$
    SELECT way.id,
        (size::bigint << 40) | ((floor(middle_north / patch)::bigint + 524288) << 20)
            | (floor(middle_east / patch)::bigint + 524288),
        (floor(middle_east - half_east) - 1)::int, (ceil(middle_east + half_east) + 1)::int,
        (floor(middle_north - half_north) - 1)::int, (ceil(middle_north + half_north) + 1)::int,
        CASE WHEN always THEN -1000000000 ELSE way.clock - way.flexibility END, CASE WHEN always THEN 1000000000 ELSE late END,
        coalesce(way.on, way.first_day) - DATE '2000-01-01',
        coalesce(way.on, way.last_day, DATE '4000-01-01') - DATE '2000-01-01',
        coalesce(way.weekdays, 127)::smallint, way.clock, way.flexibility, way.reach, crow, way.seats,
        cardinality(way.stop_names) > 0, has_days, stands.said, trip.women_only, trip.author_id, way.commune_id, way.audience,
        way.a, way.b
    FROM (
        SELECT *, 250 * 2.0::float8 ^ size AS patch, ae + east / 2 AS middle_east, an + north / 2 AS middle_north,
            sqrt(free + east * east) / 2 AS half_east, sqrt(free + north * north) / 2 AS half_north,
            way.clock < way.flexibility OR late >= 86400 AS always
        FROM (
            SELECT *, be - ae AS east, bn - an AS north, greatest(way.reach * way.reach - crow * crow, 0) AS free
            FROM (
                SELECT CASE {SIZES} ELSE 10 END AS size, way.a <-> way.b AS crow,
                    way.clock + way.flexibility + ceil(carpool_seconds(1.3 * way.reach))::int AS late,
                    carpool_east(way.a) AS ae, carpool_north(way.a) AS an, carpool_east(way.b) AS be,
                    carpool_north(way.b) AS bn
                OFFSET 0
            ) AS ends OFFSET 0
        ) AS line OFFSET 0
    ) AS ellipse, carpool_trip trip, carpool_stands(trip) AS stands (said)
    WHERE trip.id = way.trip_id
$$;
-- All ways of a statement at once. One that is new has days only where they were written before it.
CREATE FUNCTION carpool_passages_made() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh LEFT JOIN carpool_trip trip ON trip.id = fresh.trip_id
        WHERE fresh.is_open AND fresh.role = 'driver' AND trip.id IS NULL
    ) THEN
        RAISE EXCEPTION 'a way is written after its trip' USING ERRCODE = 'foreign_key_violation';
    END IF;
    PERFORM FROM people_person WHERE id IN (
        SELECT trip.author_id FROM fresh JOIN carpool_trip trip ON trip.id = fresh.trip_id
        WHERE fresh.is_open AND fresh.role = 'driver'
    ) ORDER BY id FOR NO KEY UPDATE;
    INSERT INTO carpool_passage SELECT passage.*
    FROM fresh JOIN carpool_way way ON way.id = fresh.id,
        LATERAL (SELECT {HAS_DAYS} OFFSET 0) AS days (had), carpool_passage_of(way, had) AS passage
    WHERE fresh.is_open AND fresh.role = 'driver';
    RETURN NULL;
END
$$;
CREATE TRIGGER passages_made AFTER INSERT ON carpool_way REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION carpool_passages_made();
-- Written over in its place and only where it differs: nothing else is locked, and the index stays as it was vacuumed. Of one
-- that opens again somebody may be leaving out a day, who has not committed it.
CREATE FUNCTION carpool_passage_kept() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT (NEW.is_open AND NEW.role = 'driver') THEN
        DELETE FROM carpool_passage WHERE way_id = NEW.id;
        RETURN NULL;
    END IF;
    UPDATE carpool_passage kept SET ({", ".join(SAID_BY_THE_WAY)})
        = ROW ({", ".join(f"said.{each}" for each in SAID_BY_THE_WAY)})
    FROM carpool_passage_of(NEW, true) AS said
    WHERE kept.way_id = NEW.id AND ({", ".join(f"kept.{each}" for each in SAID_BY_THE_WAY)})
        IS DISTINCT FROM ({", ".join(f"said.{each}" for each in SAID_BY_THE_WAY)});
    IF NOT FOUND AND NOT EXISTS (SELECT FROM carpool_passage WHERE way_id = NEW.id) THEN
        PERFORM FROM people_person author JOIN carpool_trip trip ON trip.author_id = author.id
        WHERE trip.id = NEW.trip_id FOR NO KEY UPDATE OF author;
        INSERT INTO carpool_passage SELECT * FROM carpool_passage_of(NEW, true);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER passage_kept AFTER UPDATE ON carpool_way
FOR EACH ROW EXECUTE FUNCTION carpool_passage_kept();
CREATE FUNCTION carpool_passage_gone() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    DELETE FROM carpool_passage WHERE way_id = OLD.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER passage_gone AFTER DELETE ON carpool_way
FOR EACH ROW EXECUTE FUNCTION carpool_passage_gone();
-- Whether somebody's trips stand is said anew by whoever changes a trip, its author, or her memberships. All hold the
-- author's row for it, and read in a statement of their own what others have committed meanwhile.
CREATE FUNCTION carpool_passages_stand(person bigint) RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM FROM people_person author WHERE author.id = person FOR NO KEY UPDATE;
    PERFORM FROM carpool_passage passage WHERE way_id IN (
        SELECT way.id FROM carpool_trip trip JOIN carpool_way way ON way.trip_id = trip.id, carpool_stands(trip) AS stands (said)
        WHERE trip.author_id = person
            AND (passage.stands, passage.women_only, passage.author_id) IS DISTINCT FROM (said, trip.women_only, person)
    ) ORDER BY way_id FOR UPDATE;
    UPDATE carpool_passage passage SET stands = said, women_only = trip.women_only, author_id = person
    FROM carpool_trip trip JOIN carpool_way way ON way.trip_id = trip.id, carpool_stands(trip) AS stands (said)
    WHERE trip.author_id = person AND passage.way_id = way.id
        AND (passage.stands, passage.women_only, passage.author_id) IS DISTINCT FROM (said, trip.women_only, person);
END
$$;
CREATE FUNCTION carpool_trip_stands() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM carpool_passages_stand(least(OLD.author_id, NEW.author_id));
    IF OLD.author_id <> NEW.author_id THEN
        PERFORM carpool_passages_stand(greatest(OLD.author_id, NEW.author_id));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER passages_stand AFTER UPDATE ON carpool_trip FOR EACH ROW
WHEN (NEW.role = 'driver' AND (OLD.state, OLD.women_only, OLD.commune_id, OLD.author_id)
    IS DISTINCT FROM (NEW.state, NEW.women_only, NEW.commune_id, NEW.author_id))
EXECUTE FUNCTION carpool_trip_stands();
CREATE FUNCTION carpool_author_stands() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM carpool_passages_stand(NEW.id);
    RETURN NULL;
END
$$;
CREATE TRIGGER passages_stand AFTER UPDATE ON people_person FOR EACH ROW
WHEN (OLD.is_active IS DISTINCT FROM NEW.is_active) EXECUTE FUNCTION carpool_author_stands();
CREATE FUNCTION carpool_member_stands() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM carpool_passages_stand(NEW.person_id);
    ELSIF TG_OP = 'DELETE' OR OLD.person_id = NEW.person_id THEN
        PERFORM carpool_passages_stand(OLD.person_id);
    ELSE
        PERFORM carpool_passages_stand(least(OLD.person_id, NEW.person_id));
        PERFORM carpool_passages_stand(greatest(OLD.person_id, NEW.person_id));
    END IF;
    RETURN NULL;
END
$$;
-- Who moves her cell or her quarter, or is not verified, changes nothing here.
CREATE TRIGGER passages_stand_member AFTER INSERT ON people_membership FOR EACH ROW
WHEN (NEW.verified_at IS NOT NULL) EXECUTE FUNCTION carpool_member_stands();
CREATE TRIGGER passages_stand_change AFTER UPDATE ON people_membership FOR EACH ROW
WHEN ((OLD.person_id, OLD.commune_id, OLD.verified_at IS NULL)
    IS DISTINCT FROM (NEW.person_id, NEW.commune_id, NEW.verified_at IS NULL))
EXECUTE FUNCTION carpool_member_stands();
CREATE TRIGGER passages_stand_leave AFTER DELETE ON people_membership FOR EACH ROW
WHEN (OLD.verified_at IS NOT NULL) EXECUTE FUNCTION carpool_member_stands();
CREATE FUNCTION carpool_passages_have_days() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE carpool_passage SET has_days = true
    WHERE way_id IN (SELECT DISTINCT way_id FROM fresh) AND NOT has_days;
    RETURN NULL;
END
$$;
{"".join(f"""
CREATE TRIGGER passages_have_days_{event.lower()} AFTER {event} ON {table} REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION carpool_passages_have_days();"""
for table in ("carpool_pause", "carpool_seat") for event in ("INSERT", "UPDATE"))}
"""
PASSAGE_UNDO = """
DROP TRIGGER passages_have_days_insert ON carpool_seat;
DROP TRIGGER passages_have_days_update ON carpool_seat;
DROP TRIGGER passages_have_days_insert ON carpool_pause;
DROP TRIGGER passages_have_days_update ON carpool_pause;
DROP FUNCTION carpool_passages_have_days();
DROP TRIGGER passages_stand_member ON people_membership;
DROP TRIGGER passages_stand_change ON people_membership;
DROP TRIGGER passages_stand_leave ON people_membership;
DROP FUNCTION carpool_member_stands();
DROP TRIGGER passages_stand ON people_person;
DROP FUNCTION carpool_author_stands();
DROP TRIGGER passages_stand ON carpool_trip;
DROP FUNCTION carpool_trip_stands();
DROP FUNCTION carpool_passages_stand(bigint);
DROP TRIGGER passage_gone ON carpool_way;
DROP FUNCTION carpool_passage_gone();
DROP TRIGGER passage_kept ON carpool_way;
DROP FUNCTION carpool_passage_kept();
DROP TRIGGER passages_made ON carpool_way;
DROP FUNCTION carpool_passages_made();
DROP FUNCTION carpool_passage_of(carpool_way, boolean);
DROP FUNCTION carpool_stands(carpool_trip);
DROP FUNCTION carpool_north(cube);
DROP FUNCTION carpool_east(cube);
"""
# What is found lies in the index alone as long as its pages are vacuumed: a few changes in a hundred are enough to slow it.
VACUUMED = """
ALTER TABLE carpool_passage SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01,
    autovacuum_analyze_scale_factor = 0.02)
"""


class Migration(migrations.Migration):
    dependencies = [("carpool", "0020_wish_day"), ("people", "0001_initial")]
    operations = [
        *(migrations.RunSQL(each, each) for each in IN_ORDER),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('way', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='carpool.way')),
                ('patch', models.BigIntegerField()),
                ('west', models.IntegerField()),
                ('east', models.IntegerField()),
                ('south', models.IntegerField()),
                ('north', models.IntegerField()),
                ('early', models.IntegerField()),
                ('late', models.IntegerField()),
                ('first_day', models.IntegerField()),
                ('last_day', models.IntegerField()),
                ('weekdays', models.SmallIntegerField()),
                ('clock', models.IntegerField()),
                ('flexibility', models.IntegerField()),
                ('reach', models.FloatField()),
                ('crow', models.FloatField()),
                ('seats', models.SmallIntegerField()),
                ('passes_places', models.BooleanField()),
                ('has_days', models.BooleanField()),
                ('stands', models.BooleanField()),
                ('women_only', models.BooleanField()),
                ('author_id', models.BigIntegerField()),
                ('commune', models.CharField(max_length=5)),
                ('audience', models.CharField(max_length=9)),
                ('a', placette.carpool.fields.PlaceField()),
                ('b', placette.carpool.fields.PlaceField()),
            ],
            options={
                'indexes': [models.Index(fields=['patch', 'west', 'east', 'south', 'north', 'early', 'late', 'first_day', 'last_day'], include=('way', 'author_id', 'reach', 'crow', 'clock', 'flexibility', 'weekdays', 'seats', 'passes_places', 'has_days', 'stands', 'women_only', 'a', 'b', 'commune', 'audience'), name='passage_in_order')],
            },
        ),
        migrations.RunSQL(VACUUMED, migrations.RunSQL.noop),
        migrations.RunSQL(PASSAGE, PASSAGE_UNDO),
    ]
