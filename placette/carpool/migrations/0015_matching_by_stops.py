"""The searches of 0006 and 0007 again, for drives that pass other places and take others along; without those of authors
who have left the commune, and among women for women who have said so.

A course with stops in between comes by later than its straight lines say: by the time for `reach` less its own line at
most, since the whole of it is no longer than `reach` (course.py) and a car's time for two roads is no more than for each
(carpool_seconds). Where on it the passenger sits is not known here: a seat that is free on some part is enough.
Both are trimmed by queries/exact.py. Only who passes places of her own is looked for so late, and a small index (0017)
knows who does: who takes others along is later by her detour, which is within what every search is widened by
(queries/exact.UNSURE): the longest that the form allows, 12 km, takes 18 minutes. Of a way with nobody on board and no
stops nothing else is read than before.
"""

from importlib import import_module

from django.db import migrations

STOPS = """
CREATE FUNCTION carpool_length(a cube, b cube, latitudes float8[], longitudes float8[]) RETURNS float8
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
    total float8 := 0;
    here cube := a;
    there cube;
BEGIN
    FOR n IN 1 .. cardinality(latitudes) LOOP
        there := carpool_place(latitudes[n], longitudes[n]);
        total := total + (here <-> there);
        here := there;
    END LOOP;
    RETURN total + (here <-> b);
END
$$;
-- Seats of `room` that are free where the fewest are taken: at the start, or where somebody gets out before the end.
CREATE FUNCTION carpool_most_free(way bigint, on_day date, room int) RETURNS int
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
DECLARE
    line float8 := (
        SELECT carpool_length(a, b, stop_latitudes, stop_longitudes) FROM carpool_way WHERE id = way
    );
BEGIN
    RETURN greatest(0, room - (
        SELECT min((
            SELECT count(*) FROM carpool_seat other
            WHERE other.way_id = way AND other.day = on_day AND other.span @> places.at
        ))
        FROM (
            SELECT 0 AS at
            UNION SELECT upper(span) FROM carpool_seat
            WHERE way_id = way AND day = on_day AND upper(span) < line - 1
        ) AS places
    ));
END
$$;
"""
STOPS_UNDO = """
DROP FUNCTION carpool_most_free(bigint, date, int);
DROP FUNCTION carpool_length(cube, cube, float8[], float8[]);
"""
# rules.may_see, as far as the trip and its author go.
SHOWN = """trip.state = 'open' AND author.is_active AND trip.author_id <> person
                AND EXISTS (
                    SELECT FROM people_membership member
                    WHERE member.person_id = trip.author_id AND member.commune_id = trip.commune_id
                        AND member.verified_at IS NOT NULL)
                AND (NOT trip.women_only OR EXISTS (SELECT FROM carpool_woman woman WHERE woman.person_id = person))"""
LATE = "least(21600, carpool_seconds(1.3::float8 * greatest(0, reach - ab)))::int"
FOUND = """
CREATE OR REPLACE FUNCTION carpool_{name}(
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
                        reach, {lines}
                    FROM carpool_way way
                    WHERE is_open AND role = '{role}' AND {found}
                        AND (verified IS NULL OR commune_id = ANY(verified)
                            OR (audience <> 'commune' AND commune_id = ANY(around))
                            OR (audience = 'community' AND commune_id = ANY(theirs)))
                    OFFSET 0
                ) AS near
                OFFSET 0
            ) AS passing
            WHERE ({on_time})
                AND (once = on_day + {day_off} OR (
                    weekdays & (1 << (monday + {day_off}) % 7) <> 0 AND first_day <= on_day + {day_off}
                    AND (last_day IS NULL OR last_day >= on_day + {day_off})))
            ORDER BY detour, id
            OFFSET 0
        ) AS ordered
        WHERE (
            SELECT {shown}
            FROM carpool_trip trip JOIN people_person author ON author.id = trip.author_id WHERE trip.id = trip_id
        ) AND (SELECT count(*) FROM carpool_pause pause WHERE pause.way_id = ordered.id AND pause.day = on_day + k) = 0
        OFFSET 0
    ) AS counted
    WHERE {offered}
    LIMIT most;
END
$$;
"""
DAY_OFF_OF_DRIVERS = "((at - passes + 907200) / 86400 - 10)"
ON_TIME = "(passes - {expected} + give + flexibility + 864000) % 86400 <= 2 * (give + flexibility)"
DRIVERS = FOUND.format(
    name="drivers",
    role="driver",
    shown=SHOWN,
    area="box(point(p -> 2, p -> 3), point(q -> 2, q -> 3))",
    heading="direct",
    drive="0",
    lines="a <-> p AS ap, direct AS pq, b <-> q AS qb, a <-> b AS ab",
    found="""area @> wide AND carpool_heading(a, b, reach) @> heading
                        AND carpool_moment(role, clock, flexibility, reach, way.on, first_day, last_day) && moment
                        AND (a <-> p) + direct + (b <-> q) <= reach AND seats >= wanted""",
    alone="ab",
    passes="(clock + carpool_seconds(1.3::float8 * ap))::int",
    on_time=f"""{ON_TIME.format(expected="at")} OR (
                    (passes - at + give + flexibility + {LATE} + 864000) % 86400 <= 2 * (give + flexibility) + {LATE}
                    AND EXISTS (
                        SELECT FROM carpool_way bent
                        WHERE bent.id = passing.id AND NOT (bent.stop_names = '{{}}'::varchar(120)[])))""",
    day_off=DAY_OFF_OF_DRIVERS,
    pick_up="passes + k * 86400",
    seats="""CASE WHEN EXISTS (SELECT FROM carpool_seat seat WHERE seat.way_id = ordered.id AND seat.day = on_day + k)
            THEN carpool_most_free(id, on_day + k, seats) ELSE seats::int END""",
    offered="seats_left >= wanted",
)
# A request that has its driver on that day waits no more.
PASSENGERS = FOUND.format(
    name="passengers",
    role="passenger",
    shown=SHOWN,
    area="carpool_area(p, q, reached)",
    heading="reached",
    drive="ceil(carpool_seconds(1.3 * reached))",
    lines="a <-> p AS ap, a <-> b AS pq, b <-> q AS qb",
    found="""area <@ wide AND carpool_heading(a, b, reach) <@ heading
                        AND carpool_moment(role, clock, flexibility, reach, way.on, first_day, last_day) && moment
                        AND (a <-> p) + (a <-> b) + (b <-> q) <= reached AND seats <= wanted""",
    alone="direct",
    passes="(at + carpool_seconds(1.3::float8 * ap))::int",
    on_time=ON_TIME.format(expected="clock"),
    day_off="((passes - clock + 907200) / 86400 - 10)",
    pick_up="passes",
    seats="seats::int",
    offered="""(
        SELECT count(*) FROM carpool_booking booking
        WHERE booking.wish_id = counted.id AND booking.day = on_day + k AND booking.state = 'accepted'
    ) = 0 AND (
        SELECT count(*) FROM carpool_partnerbooking booking
        WHERE booking.way_id = counted.id AND booking.day = on_day + k AND booking.state = 'CONFIRMED'
    ) = 0""",
)
STANDING = """
CREATE OR REPLACE FUNCTION carpool_standing_{name}(
    ways bigint[], changes bigint[], days date[], p cube, q cube, wanted int, person bigint
) RETURNS TABLE (way bigint, seats_left int) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    SELECT counted.id, counted.left_over FROM (
        SELECT found.id, proposed.day, {seats} AS left_over
        FROM unnest(ways, changes, days) AS proposed (id, changed, day)
        JOIN carpool_way found ON found.id = proposed.id
        JOIN carpool_trip trip ON trip.id = found.trip_id
        JOIN people_person author ON author.id = trip.author_id
        WHERE found.is_open AND found.changed::text::bigint = proposed.changed
            AND {shown}
            AND NOT EXISTS (SELECT FROM carpool_pause pause WHERE pause.way_id = found.id AND pause.day = proposed.day)
        OFFSET 0
    ) AS counted
    WHERE {offered};
END
$$;
"""
STANDING_DRIVERS = STANDING.format(
    name="drivers",
    shown=SHOWN,
    seats="""CASE
            WHEN EXISTS (SELECT FROM carpool_seat seat WHERE seat.way_id = found.id AND seat.day = proposed.day)
            THEN carpool_most_free(found.id, proposed.day, found.seats) ELSE found.seats::int END""",
    offered="left_over >= wanted",
)
STANDING_PASSENGERS = STANDING.format(
    name="passengers",
    shown=SHOWN,
    seats="found.seats::int",
    offered="""NOT EXISTS (
        SELECT FROM carpool_booking booking
        WHERE booking.wish_id = counted.id AND booking.day = counted.day AND booking.state = 'accepted'
    ) AND NOT EXISTS (
        SELECT FROM carpool_partnerbooking booking
        WHERE booking.way_id = counted.id AND booking.day = counted.day AND booking.state = 'CONFIRMED'
    )""",
)

# Back again: 0013 takes the women away, 0011 the stops.
_first = import_module("placette.carpool.migrations.0006_matching")
_standing = import_module("placette.carpool.migrations.0007_matching_changed")
BEFORE = (
    _first.FOUND_UNDO
    + _standing.STANDING_UNDO
    + _first.DRIVERS
    + _first.PASSENGERS
    + _standing.STANDING_DRIVERS
    + _standing.STANDING_PASSENGERS
)


class Migration(migrations.Migration):
    dependencies = [
        ("carpool", "0014_among_women_checked"),
        ("people", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(STOPS, STOPS_UNDO),
        migrations.RunSQL(DRIVERS + PASSENGERS + STANDING_DRIVERS + STANDING_PASSENGERS, BEFORE),
    ]
