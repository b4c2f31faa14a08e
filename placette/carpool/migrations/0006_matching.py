import django.contrib.postgres.indexes
from django.db import migrations, models

# A place once more, by one function that is planned once a session: a strict SQL function that holds an array is
# neither inlined nor kept, and every row called five of them. Who restores a dump, analyzes or reindexes does so without
# a search path: what rows and indexes call brings its own.
PLACES = """
CREATE OR REPLACE FUNCTION carpool_place(latitude float8, longitude float8) RETURNS cube
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
    normal float8 := 6378137.0 / sqrt(1 - 0.00669437999014 * sin(radians(latitude)) * sin(radians(latitude)));
    flat float8 := normal * cos(radians(latitude));
BEGIN
    RETURN cube(ARRAY[
        flat * cos(radians(longitude)),
        flat * sin(radians(longitude)),
        normal * (1 - 0.00669437999014) * sin(radians(latitude))
    ]);
END
$$;
CREATE FUNCTION carpool_area(a cube, b cube, reach float8) RETURNS box
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
    free float8 := greatest(reach * reach - (a <-> b) * (a <-> b), 0);
    east float8 := (b -> 2) - (a -> 2);
    north float8 := (b -> 3) - (a -> 3);
    y float8 := ((a -> 2) + (b -> 2)) / 2;
    z float8 := ((a -> 3) + (b -> 3)) / 2;
    wide float8 := sqrt(free + east * east) / 2;
    high float8 := sqrt(free + north * north) / 2;
BEGIN
    RETURN box(point(y - wide, z - high), point(y + wide, z + high));
END
$$;
CREATE OR REPLACE FUNCTION carpool_area(
    from_latitude float8, from_longitude float8, to_latitude float8, to_longitude float8, reach float8
) RETURNS box LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
BEGIN
    RETURN carpool_area(
        carpool_place(from_latitude, from_longitude), carpool_place(to_latitude, to_longitude), reach
    );
END
$$;
-- A car is faster the farther it goes, so the time of its road is the least of these lines (geometry.PACES).
-- Not strict, or it would not be inlined: least is not.
CREATE OR REPLACE FUNCTION carpool_seconds(road float8) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT least(road * 0.12, road * 0.08 + 160, road * 0.06 + 360, road * 0.045 + 810, road * 0.036 + 1710)
$$;
"""
# What tells most ways apart before their rows are read, as second and third key beside the area.
# Heading: |AP| + |QB| is at least |(B - A) - (Q - P)|, so the box of size `reach` about B - A holds that of size PQ
# about Q - P. Moment: when somebody may be picked up, by the clocks of its day, and on which days; past midnight, always.
KEYS = """
CREATE FUNCTION carpool_heading(a cube, b cube, reach float8) RETURNS box
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
    east float8 := (b -> 2) - (a -> 2);
    north float8 := (b -> 3) - (a -> 3);
BEGIN
    RETURN box(point(east - reach, north - reach), point(east + reach, north + reach));
END
$$;
CREATE FUNCTION carpool_hours(early float8, late float8, first_day float8, last_day float8) RETURNS box
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF early < 0 OR late >= 86400 THEN
        RETURN box(point(-1e6, first_day), point(1e6, last_day));
    END IF;
    RETURN box(point(early, first_day), point(late, last_day));
END
$$;
CREATE FUNCTION carpool_moment(
    role text, clock int, flexibility int, reach float8, once date, first_day date, last_day date
) RETURNS box LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
    drive float8 := CASE role WHEN 'driver' THEN ceil(carpool_seconds(1.3 * reach)) ELSE 0 END;
BEGIN
    RETURN carpool_hours(
        clock - flexibility,
        clock + flexibility + drive,
        coalesce(once, first_day) - DATE '2000-01-01',
        coalesce(once, last_day, DATE '4000-01-01') - DATE '2000-01-01'
    );
END
$$;
"""
KEYS_UNDO = """
DROP FUNCTION carpool_moment(text, int, int, float8, date, date, date);
DROP FUNCTION carpool_hours(float8, float8, float8, float8);
DROP FUNCTION carpool_heading(cube, cube, float8);
"""
SEATS = """
CREATE FUNCTION carpool_along(a cube, b cube, p cube) RETURNS int
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    length float8 := a <-> b;
BEGIN
    IF length = 0 THEN
        RETURN 0;
    END IF;
    RETURN round(length * least(1, greatest(0, (
        ((p -> 1) - (a -> 1)) * ((b -> 1) - (a -> 1))
        + ((p -> 2) - (a -> 2)) * ((b -> 2) - (a -> 2))
        + ((p -> 3) - (a -> 3)) * ((b -> 3) - (a -> 3))
    ) / (length * length))));
END
$$;
-- actions.seats.free: those of `room` less the most that are taken at once in between. Somebody boards at that point.
CREATE FUNCTION carpool_free(way bigint, on_day date, room int, boards int, leaves int) RETURNS int
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN greatest(0, room - coalesce((
        SELECT max((
            SELECT count(*) FROM carpool_seat other
            WHERE other.way_id = way AND other.day = on_day AND other.span @> greatest(lower(seat.span), boards)
        ))
        FROM carpool_seat seat
        WHERE seat.way_id = way AND seat.day = on_day AND seat.span && int4range(boards, leaves)
    ), 0));
END
$$;
"""
SEATS_UNDO = """
DROP FUNCTION carpool_free(bigint, date, int, int, int);
DROP FUNCTION carpool_along(cube, cube, cube);
"""
# The search of queries/matching.py. A function, so that its plan is made once a session, also behind PgBouncer. Read it
# from the inside: what the index finds and the straight lines allow; who passes at that hour on a day on which it goes
# and is for this reader; in the order of the detour, one after the other until there are enough: does it stand, does
# it go that day, are there seats. OFFSET 0 keeps what is computed once from being written out wherever it is used.
# An hour differs from another by half a day at most: the driver may have set out the day before, or the day after.
FOUND = """
CREATE FUNCTION carpool_{name}(
    p cube, q cube, reached float8, on_day date, at int, give int, wanted int, most int,
    person bigint, verified text[], around text[], communities text[]
) RETURNS TABLE (way bigint, day date, ap float8, pq float8, qb float8, detour float8, pick_up int, seats_left int)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    direct float8 := p <-> q;
    wide box := {area};
    heading box := carpool_heading(p, q, {heading});
    today int := on_day - DATE '2000-01-01';
    moment box := carpool_hours(at - give, at + give + {drive}, today - 1, today + 1);
    monday int := extract(isodow FROM on_day)::int + 6;
    theirs text[] := ARRAY(SELECT code FROM places_commune WHERE community_id = ANY(communities));
BEGIN
    RETURN QUERY
    SELECT id, on_day + k, ap, pq, qb, detour, {pick_up}, seats_left FROM (
        SELECT *, {seats} AS seats_left FROM (
            SELECT *, {day_off} AS k, greatest(0, 1.3::float8 * (ap + pq + qb - {alone})) AS detour FROM (
                SELECT *, {passes} AS passes FROM (
                    SELECT id, trip_id, way.on AS once, weekdays, first_day, last_day, clock, flexibility, seats, a, b,
                        {lines}
                    FROM carpool_way way
                    WHERE is_open AND role = '{role}' AND {found}
                        AND (verified IS NULL OR commune_id = ANY(verified)
                            OR (audience <> 'commune' AND commune_id = ANY(around))
                            OR (audience = 'community' AND commune_id = ANY(theirs)))
                    OFFSET 0
                ) AS near
                OFFSET 0
            ) AS passing
            WHERE (passes - {expected} + give + flexibility + 864000) % 86400 <= 2 * (give + flexibility)
                AND (once = on_day + {day_off} OR (
                    weekdays & (1 << (monday + {day_off}) % 7) <> 0 AND first_day <= on_day + {day_off}
                    AND (last_day IS NULL OR last_day >= on_day + {day_off})))
            ORDER BY detour, id
            OFFSET 0
        ) AS ordered
        WHERE (
            SELECT trip.state = 'open' AND author.is_active AND trip.author_id <> person
            FROM carpool_trip trip JOIN people_person author ON author.id = trip.author_id WHERE trip.id = trip_id
        ) AND (SELECT count(*) FROM carpool_pause pause WHERE pause.way_id = ordered.id AND pause.day = on_day + k) = 0
        OFFSET 0
    ) AS counted
    WHERE {offered}
    LIMIT most;
END
$$;
"""
DRIVERS = FOUND.format(
    name="drivers",
    role="driver",
    area="box(point(p -> 2, p -> 3), point(q -> 2, q -> 3))",
    heading="direct",
    drive="0",
    lines="a <-> p AS ap, direct AS pq, b <-> q AS qb, a <-> b AS ab",
    found="""area @> wide AND carpool_heading(a, b, reach) @> heading
                        AND carpool_moment(role, clock, flexibility, reach, way.on, first_day, last_day) && moment
                        AND (a <-> p) + direct + (b <-> q) <= reach AND seats >= wanted""",
    alone="ab",
    passes="(clock + carpool_seconds(1.3::float8 * ap))::int",
    expected="at",
    day_off="((at - passes + 907200) / 86400 - 10)",
    pick_up="passes + k * 86400",
    seats="""CASE WHEN EXISTS (SELECT FROM carpool_seat seat WHERE seat.way_id = ordered.id AND seat.day = on_day + k)
            THEN carpool_free(id, on_day + k, seats, carpool_along(a, b, p),
                greatest(carpool_along(a, b, p) + 1, carpool_along(a, b, q)))
            ELSE seats::int END""",
    offered="seats_left >= wanted",
)
# A request that has its driver on that day waits no more.
PASSENGERS = FOUND.format(
    name="passengers",
    role="passenger",
    area="carpool_area(p, q, reached)",
    heading="reached",
    drive="ceil(carpool_seconds(1.3 * reached))",
    lines="a <-> p AS ap, a <-> b AS pq, b <-> q AS qb",
    found="""area <@ wide AND carpool_heading(a, b, reach) <@ heading
                        AND carpool_moment(role, clock, flexibility, reach, way.on, first_day, last_day) && moment
                        AND (a <-> p) + (a <-> b) + (b <-> q) <= reached AND seats <= wanted""",
    alone="direct",
    passes="(at + carpool_seconds(1.3::float8 * ap))::int",
    expected="clock",
    day_off="((passes - clock + 907200) / 86400 - 10)",
    pick_up="passes",
    seats="seats::int",
    offered="""(
        SELECT count(*) FROM carpool_booking booking
        WHERE booking.wish_id = counted.id AND booking.day = on_day + k AND booking.state = 'accepted'
    ) = 0""",
)
FOUND_UNDO = "".join(
    f"DROP FUNCTION carpool_{name}(cube, cube, float8, date, int, int, int, int, bigint, text[], text[], text[]);"
    for name in ("drivers", "passengers")
)


class Migration(migrations.Migration):
    dependencies = [("carpool", "0005_money_areas_proof"), ("people", "0001_initial"), ("places", "0001_communes")]
    operations = [
        migrations.RunSQL(PLACES, migrations.RunSQL.noop),
        migrations.RunSQL(KEYS, KEYS_UNDO),
        migrations.RunSQL(SEATS, SEATS_UNDO),
        migrations.RemoveIndex("way", "way_drivers"),
        migrations.RemoveIndex("way", "way_passengers"),
        *(
            migrations.AddIndex(
                "way",
                django.contrib.postgres.indexes.GistIndex(
                    models.F("area"),
                    models.Func(models.F("a"), models.F("b"), models.F("reach"), function="carpool_heading"),
                    models.Func(
                        *map(
                            models.F,
                            ("role", "clock", "flexibility", "reach", "on", "first_day", "last_day"),
                        ),
                        function="carpool_moment",
                    ),
                    condition=models.Q(is_open=True, role=role),
                    name=name,
                ),
            )
            for name, role in (("way_drivers", "driver"), ("way_passengers", "passenger"))
        ),
        migrations.RunSQL(DRIVERS + PASSENGERS, FOUND_UNDO),
    ]
