"""Drives in the order of the map, in a narrow table of their own, for the search of 0015 in a third of the time; and both
searches without what each call computed before its first row.

The functions of 0015 stay for the version that runs during the upgrade. What a way was before is kept by triggers: from
before the first row is filled in, so that none is missed.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models, transaction

import placette.carpool.fields

FILLED_AT_ONCE = 5_000
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
# In the order in which a change of a way locks them.
FILL = (
    "SELECT FROM carpool_way WHERE is_open AND role = 'driver' AND id > %s AND id <= %s FOR SHARE",
    """
    SELECT FROM people_person WHERE id IN (
        SELECT trip.author_id FROM carpool_way way JOIN carpool_trip trip ON trip.id = way.trip_id
        WHERE way.is_open AND way.role = 'driver' AND way.id > %s AND way.id <= %s
    ) ORDER BY id FOR NO KEY UPDATE
    """,
    """
    INSERT INTO carpool_passage SELECT passage.* FROM carpool_way way, carpool_passage_of(way, true) AS passage
    WHERE way.is_open AND way.role = 'driver' AND way.id > %s AND way.id <= %s
    ON CONFLICT DO NOTHING
    """,
)


def fill(apps: Any, schema_editor: Any) -> None:
    """In parts, each of which holds its ways and their authors for a moment: who changes one meanwhile waits for it."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM carpool_way")
        last = cursor.fetchone()[0]
        for first in range(0, last, FILLED_AT_ONCE):
            with transaction.atomic(using=connection.alias):
                for statement in FILL:
                    cursor.execute(statement, [first, first + FILLED_AT_ONCE])


# rules.may_see, as far as the trip and its author go.
SHOWN = """(
            SELECT trip.state = 'open' AND author.is_active AND trip.author_id <> person
                AND EXISTS (
                    SELECT FROM people_membership member
                    WHERE member.person_id = trip.author_id AND member.commune_id = trip.commune_id
                        AND member.verified_at IS NOT NULL)
                AND (NOT trip.women_only OR EXISTS (SELECT FROM carpool_woman woman WHERE woman.person_id = person))
            FROM carpool_trip trip JOIN people_person author ON author.id = trip.author_id WHERE trip.id = {}
        )"""
REACHED = """(verified IS NULL OR {commune} = ANY(verified)
                            OR (audience <> 'commune' AND {commune} = ANY(around))
                            OR (audience = 'community' AND {commune} = ANY(ARRAY(
                                SELECT code FROM places_commune WHERE community_id = ANY(communities)))))"""
# Nothing is declared: what is computed once for a call, queries/matching.py computes. No row of the index is read twice,
# so nothing is worth remembering; what a plan is thought to cost here is a guess.
FOUND = """
CREATE FUNCTION {name}(
    p cube, q cube, direct float8, {box}, on_day date, today int, monday int,
    at int, give int, first_hour int, last_hour int, wanted int, most int,
    person bigint, verified text[], around text[], communities text[]
) RETURNS TABLE (way bigint, day date, ap float8, pq float8, qb float8, detour float8, pick_up int, seats_left int)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_memoize = off SET jit = off AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT id, on_day + k, ap, pq, qb, detour, {pick_up}, seats_left FROM (
        SELECT *, {seats} AS seats_left FROM (
            SELECT *, {day_off} AS k, greatest(0, 1.3::float8 * (ap + pq + qb - {alone})) AS detour FROM (
                SELECT *, {passes} AS passes FROM ({near} OFFSET 0) AS near OFFSET 0
            ) AS passing
            WHERE ({on_time}) AND {goes}
            ORDER BY detour, id
            OFFSET 0
        ) AS ordered
        WHERE {shown}
        OFFSET 0
    ) AS counted
    WHERE {offered}
    LIMIT most;
END
$$;
"""
ON_TIME = "(passes - {expected} + give + flexibility + 864000) % 86400 <= 2 * (give + flexibility)"
LATE = "least(21600, carpool_seconds(1.3::float8 * greatest(0, reach - crow)))::int"
DAY_OFF = "((at - passes + 907200) / 86400 - 10)"
PASSING = FOUND.format(
    name="carpool_passing",
    box="starts bigint[], ends bigint[], west_most int, south_most int, east_most int, north_most int",
    near=f"""
                    SELECT passage.*, direct AS pq
                    FROM unnest(starts, ends) AS stretch (first, last), LATERAL (
                        SELECT way_id AS id, reach, crow, clock, flexibility, first_day, last_day, weekdays, seats,
                            passes_places, has_days, a <-> p AS ap, b <-> q AS qb
                        FROM carpool_passage
                        -- A row compared with a row begins the stretch, and nothing is skipped in between.
                        WHERE (patch, west) >= (stretch.first, -2147483648) AND patch <= stretch.last
                            AND west <= west_most AND east >= east_most AND south <= south_most AND north >= north_most
                            AND early <= last_hour AND late >= first_hour AND first_day <= today + 1 AND last_day >= today - 1
                            AND seats >= wanted AND stands AND (a <-> p) + direct + (b <-> q) <= reach AND author_id <> person
                            AND (NOT women_only OR (SELECT EXISTS (SELECT FROM carpool_woman WHERE person_id = person)))
                            AND {REACHED.format(commune="commune")}
                        OFFSET 0
                    ) AS passage""",
    alone="crow",
    passes="(clock + carpool_seconds(1.3::float8 * ap))::int",
    day_off=DAY_OFF,
    on_time=f"""{ON_TIME.format(expected="at")} OR (passes_places AND
                (passes - at + give + flexibility + {LATE} + 864000) % 86400 <= 2 * (give + flexibility) + {LATE})""",
    goes=f"""weekdays & (1 << (monday + {DAY_OFF}) % 7) <> 0
                AND first_day <= today + {DAY_OFF} AND last_day >= today + {DAY_OFF}""",
    pick_up="passes + k * 86400",
    seats="""CASE
            WHEN has_days AND EXISTS (SELECT FROM carpool_seat seat WHERE seat.way_id = ordered.id AND seat.day = on_day + k)
            THEN carpool_most_free(id, on_day + k, seats) ELSE seats::int END""",
    shown="""NOT has_days OR NOT EXISTS (
            SELECT FROM carpool_pause pause WHERE pause.way_id = ordered.id AND pause.day = on_day + k)""",
    offered="seats_left >= wanted",
)
OFF = "((passes - clock + 907200) / 86400 - 10)"
# A request that has its driver on that day waits no more.
WAITING = FOUND.format(
    name="carpool_waiting",
    box="reached float8, wide box, heading box, moment box",
    near=f"""
                    SELECT id, trip_id, way.on AS once, weekdays, first_day, last_day, clock, flexibility, seats,
                        a <-> p AS ap, a <-> b AS pq, b <-> q AS qb
                    FROM carpool_way way
                    WHERE is_open AND role = 'passenger' AND area <@ wide AND carpool_heading(a, b, reach) <@ heading
                        AND carpool_moment(role, clock, flexibility, reach, way.on, first_day, last_day) && moment
                        AND (a <-> p) + (a <-> b) + (b <-> q) <= reached AND seats <= wanted
                        AND {REACHED.format(commune="commune_id")}""",
    alone="direct",
    passes="(at + carpool_seconds(1.3::float8 * ap))::int",
    day_off=OFF,
    on_time=ON_TIME.format(expected="clock"),
    goes=f"""(once = on_day + {OFF} OR (
                    weekdays & (1 << (monday + {OFF}) % 7) <> 0 AND first_day <= on_day + {OFF}
                    AND (last_day IS NULL OR last_day >= on_day + {OFF})))""",
    pick_up="passes",
    seats="seats::int",
    shown=f"""{SHOWN.format("trip_id")} AND (
            SELECT count(*) FROM carpool_pause pause WHERE pause.way_id = ordered.id AND pause.day = on_day + k) = 0""",
    offered="""(
        SELECT count(*) FROM carpool_booking booking
        WHERE booking.wish_id = counted.id AND booking.day = on_day + k AND booking.state = 'accepted'
    ) = 0 AND (
        SELECT count(*) FROM carpool_partnerbooking booking
        WHERE booking.way_id = counted.id AND booking.day = on_day + k AND booking.state = 'CONFIRMED'
    ) = 0""",
)
FOUND_UNDO = """
DROP FUNCTION carpool_passing;
DROP FUNCTION carpool_waiting;
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("carpool", "0017_way_with_stops"), ("people", "0001_initial")]
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
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(PASSING + WAITING, FOUND_UNDO),
    ]
