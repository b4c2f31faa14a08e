"""Drives in the order of the map, in a narrow table of their own that triggers keep. From before the first row is filled in
(0034), so that nothing that happens meanwhile is missed.
"""

import django.db.models.deletion
from django.db import migrations, models

import placette.carpool.fields

SAID_BY_THE_WAY = (
    "patch", "west", "east", "south", "north", "early", "late", "first_day", "last_day", "weekdays", "clock", "flexibility",
    "reach", "crow", "seats", "passes_places", "commune", "audience", "a", "b",
)  # fmt: skip
EAST = "(-sin(radians(2.5)) * ({0} -> 1) + cos(radians(2.5)) * ({0} -> 2))"
NORTH = """(-sin(radians(46.5)) * cos(radians(2.5)) * ({0} -> 1) - sin(radians(46.5)) * sin(radians(2.5)) * ({0} -> 2)
        + cos(radians(46.5)) * ({0} -> 3))"""
# A way as a passage: geometry.flat, queries/patches.py.
PASSAGE = f"""
CREATE FUNCTION carpool_east(place cube) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT {EAST.format("place")} $$;
CREATE FUNCTION carpool_north(place cube) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT {NORTH.format("place")} $$;
-- rules.may_see, as far as it is not about who reads.
CREATE FUNCTION carpool_stands(trip carpool_trip) RETURNS boolean LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
    SELECT trip.state = 'open' AND author.is_active AND EXISTS (
        SELECT FROM people_membership member
        WHERE member.person_id = author.id AND member.commune_id = trip.commune_id AND member.verified_at IS NOT NULL)
    FROM people_person author WHERE author.id = trip.author_id
$$;
CREATE FUNCTION carpool_passage_of(way carpool_way, has_days boolean) RETURNS carpool_passage
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
    passage carpool_passage;
    east float8 := carpool_east(way.b) - carpool_east(way.a);
    north float8 := carpool_north(way.b) - carpool_north(way.a);
    middle_east float8 := carpool_east(way.a) + east / 2;
    middle_north float8 := carpool_north(way.a) + north / 2;
    free float8 := greatest(way.reach * way.reach - (way.a <-> way.b) * (way.a <-> way.b), 0);
    size int := least(10, greatest(2, ceil(ln(greatest(way.reach, 1000) / 1000) / ln(2))));
    patch float8 := 250 * 2.0::float8 ^ size;
    late int := way.clock + way.flexibility + ceil(carpool_seconds(1.3 * way.reach));
BEGIN
    IF 1000 * 2.0::float8 ^ size < way.reach AND size < 10 THEN  -- a logarithm is rounded
        size := size + 1;
        patch := patch * 2;
    END IF;
    passage.way_id := way.id;
    passage.patch := (size::bigint << 40)
        | ((floor(middle_north / patch)::bigint + 524288) << 20) | (floor(middle_east / patch)::bigint + 524288);
    passage.west := floor(middle_east - sqrt(free + east * east) / 2) - 1;
    passage.east := ceil(middle_east + sqrt(free + east * east) / 2) + 1;
    passage.south := floor(middle_north - sqrt(free + north * north) / 2) - 1;
    passage.north := ceil(middle_north + sqrt(free + north * north) / 2) + 1;
    passage.early := CASE WHEN way.clock < way.flexibility OR late >= 86400 THEN -1e9 ELSE way.clock - way.flexibility END;
    passage.late := CASE WHEN way.clock < way.flexibility OR late >= 86400 THEN 1e9 ELSE late END;
    passage.first_day := coalesce(way.on, way.first_day) - DATE '2000-01-01';
    passage.last_day := coalesce(way.on, way.last_day, DATE '4000-01-01') - DATE '2000-01-01';
    passage.weekdays := coalesce(way.weekdays, 127);
    passage.clock := way.clock;
    passage.flexibility := way.flexibility;
    passage.reach := way.reach;
    passage.crow := way.a <-> way.b;
    passage.seats := way.seats;
    passage.passes_places := cardinality(way.stop_names) > 0;
    passage.has_days := has_days;
    SELECT carpool_stands(trip), trip.women_only, trip.author_id
    INTO passage.stands, passage.women_only, passage.author_id FROM carpool_trip trip WHERE trip.id = way.trip_id;
    passage.commune := way.commune_id;
    passage.audience := way.audience;
    passage.a := way.a;
    passage.b := way.b;
    RETURN passage;
END
$$;
-- Nobody can have left out a day of a way that is new, or taken a seat; of one that opens again anybody may have. Written
-- over in its place, so that who notes a day meanwhile waits for this row.
CREATE FUNCTION carpool_passage_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.is_open AND NEW.role = 'driver' THEN
        PERFORM FROM people_person author JOIN carpool_trip trip ON trip.author_id = author.id
        WHERE trip.id = NEW.trip_id FOR NO KEY UPDATE OF author;
        INSERT INTO carpool_passage SELECT * FROM carpool_passage_of(NEW, TG_OP = 'UPDATE')
        ON CONFLICT (way_id) DO UPDATE SET ({", ".join(SAID_BY_THE_WAY)})
            = ({", ".join(f"EXCLUDED.{each}" for each in SAID_BY_THE_WAY)});
    ELSIF TG_OP = 'UPDATE' THEN
        DELETE FROM carpool_passage WHERE way_id = NEW.id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER passage_kept AFTER INSERT OR UPDATE ON carpool_way
FOR EACH ROW EXECUTE FUNCTION carpool_passage_kept();
CREATE FUNCTION carpool_passage_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM carpool_passage WHERE way_id = OLD.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER passage_gone AFTER DELETE ON carpool_way
FOR EACH ROW EXECUTE FUNCTION carpool_passage_gone();
-- Whether somebody's trips stand is said anew by whoever changes a trip, its author, or her memberships. All hold the
-- author's row for it, and read in a statement of their own what others have committed meanwhile.
CREATE FUNCTION carpool_passages_stand(person bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM people_person author WHERE author.id = person FOR NO KEY UPDATE;
    UPDATE carpool_passage passage SET stands = carpool_stands(trip), women_only = trip.women_only
    FROM carpool_trip trip JOIN carpool_way way ON way.trip_id = trip.id
    WHERE trip.author_id = person AND passage.way_id = way.id
        AND (passage.stands, passage.women_only) IS DISTINCT FROM (carpool_stands(trip), trip.women_only);
END
$$;
CREATE FUNCTION carpool_trip_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM carpool_passages_stand(NEW.author_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER passages_stand AFTER UPDATE ON carpool_trip FOR EACH ROW
WHEN ((OLD.state, OLD.women_only, OLD.commune_id) IS DISTINCT FROM (NEW.state, NEW.women_only, NEW.commune_id))
EXECUTE FUNCTION carpool_trip_stands();
CREATE FUNCTION carpool_author_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM carpool_passages_stand(NEW.id);
    RETURN NULL;
END
$$;
CREATE TRIGGER passages_stand AFTER UPDATE ON people_person FOR EACH ROW
WHEN (OLD.is_active IS DISTINCT FROM NEW.is_active) EXECUTE FUNCTION carpool_author_stands();
CREATE FUNCTION carpool_member_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM carpool_passages_stand(OLD.person_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM carpool_passages_stand(NEW.person_id);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER passages_stand AFTER INSERT OR UPDATE OR DELETE ON people_membership
FOR EACH ROW EXECUTE FUNCTION carpool_member_stands();
CREATE FUNCTION carpool_passage_has_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE carpool_passage SET has_days = true WHERE way_id = NEW.way_id AND NOT has_days;
    RETURN NULL;
END
$$;
CREATE TRIGGER passage_has_days AFTER INSERT OR UPDATE ON carpool_pause
FOR EACH ROW EXECUTE FUNCTION carpool_passage_has_days();
CREATE TRIGGER passage_has_days AFTER INSERT OR UPDATE ON carpool_seat
FOR EACH ROW EXECUTE FUNCTION carpool_passage_has_days();
"""
PASSAGE_UNDO = """
DROP TRIGGER passage_has_days ON carpool_seat;
DROP TRIGGER passage_has_days ON carpool_pause;
DROP FUNCTION carpool_passage_has_days();
DROP TRIGGER passages_stand ON people_membership;
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
DROP FUNCTION carpool_passage_of(carpool_way, boolean);
DROP FUNCTION carpool_stands(carpool_trip);
DROP FUNCTION carpool_north(cube);
DROP FUNCTION carpool_east(cube);
"""


class Migration(migrations.Migration):
    dependencies = [("carpool", "0032_wish_day"), ("people", "0001_initial")]
    operations = [
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
        migrations.RunSQL(PASSAGE, PASSAGE_UNDO),
    ]
