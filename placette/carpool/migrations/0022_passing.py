"""Search the passages of 0021: carpool_drivers and carpool_passengers of 0015 again, without what each call computed before
its first row.

The functions of 0015 stay for the version that runs during the upgrade.
"""

from django.db import migrations

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
    at int, give int, wanted int, most int,
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
    box="""starts bigint[], ends bigint[], west_most int, south_most int, east_most int, north_most int,
    first_hour int, last_hour int""",
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
        WHERE booking.wish_id = counted.id AND coalesce(booking.wish_day, booking.day) = on_day + k AND booking.state = 'accepted'
    ) = 0 AND (
        SELECT count(*) FROM carpool_partnerbooking booking
        WHERE booking.way_id = counted.id AND booking.day = on_day + k AND booking.state = 'CONFIRMED'
    ) = 0""",
)
# queries/columns.py: of the drives that it proposes, those that still are what it read, that stand, go and have seats.
STILL = """
CREATE FUNCTION carpool_still_passing(ways bigint[], changes bigint[], days date[], wanted int, person bigint)
RETURNS TABLE (way bigint, seats_left int) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT id, left_over FROM (
        SELECT proposed.id, CASE
            WHEN has_days AND EXISTS (SELECT FROM carpool_seat seat WHERE seat.way_id = found.id AND seat.day = proposed.day)
            THEN carpool_most_free(found.id, proposed.day, passage.seats) ELSE passage.seats::int END AS left_over
        FROM unnest(ways, changes, days) AS proposed (id, changed, day)
        JOIN carpool_passage passage ON passage.way_id = proposed.id
        JOIN carpool_way found ON found.id = proposed.id
        WHERE found.changed::text::bigint = proposed.changed AND stands AND author_id <> person
            AND (NOT women_only OR (SELECT EXISTS (SELECT FROM carpool_woman WHERE person_id = person)))
            AND (NOT has_days OR NOT EXISTS (
                SELECT FROM carpool_pause pause WHERE pause.way_id = found.id AND pause.day = proposed.day))
        OFFSET 0
    ) AS counted
    WHERE left_over >= wanted;
END
$$;
"""
FOUND_UNDO = """
DROP FUNCTION carpool_still_passing;
DROP FUNCTION carpool_passing;
DROP FUNCTION carpool_waiting;
"""


class Migration(migrations.Migration):
    dependencies = [("carpool", "0021_passages")]
    operations = [migrations.RunSQL(PASSING + WAITING + STILL, FOUND_UNDO)]
