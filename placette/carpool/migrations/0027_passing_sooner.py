"""carpool_passing of 0022 with a step less for each drive that may pass: when she does is worked out where she is read."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("placette.carpool.migrations.0022_passing").PASSING
LATE = "least(21600, carpool_seconds(1.3::float8 * greatest(0, reach - crow)))::int"
DAY_OFF = "((at - passes + 907200) / 86400 - 10)"
# Nothing is declared: what is computed once for a call, queries/matching.py computes. Each OFFSET 0 keeps what is above it from
# being worked out once more for each time that it is named.
PASSING = f"""
CREATE OR REPLACE FUNCTION carpool_passing(
    p cube, q cube, direct float8, starts bigint[], ends bigint[], west_most int, south_most int, east_most int, north_most int,
    first_hour int, last_hour int, on_day date, today int, monday int,
    at int, give int, wanted int, most int,
    person bigint, verified text[], around text[], communities text[]
) RETURNS TABLE (way bigint, day date, ap float8, pq float8, qb float8, detour float8, pick_up int, seats_left int)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_memoize = off SET jit = off AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT id, on_day + k, ap, direct, qb, detour, passes + k * 86400, seats_left FROM (
        SELECT *, CASE
            WHEN has_days AND EXISTS (SELECT FROM carpool_seat seat WHERE seat.way_id = ordered.id AND seat.day = on_day + k)
            THEN carpool_most_free(id, on_day + k, seats) ELSE seats::int END AS seats_left
        FROM (
            SELECT *, {DAY_OFF} AS k, greatest(0, 1.3::float8 * (ap + direct + qb - crow)) AS detour FROM (
                SELECT passage.*, (clock + carpool_seconds(1.3::float8 * ap))::int AS passes
                FROM unnest(starts, ends) AS stretch (first, last), LATERAL (
                    SELECT way_id AS id, reach, crow, clock, flexibility, first_day, last_day, weekdays, seats, passes_places,
                        has_days, a <-> p AS ap, b <-> q AS qb
                    FROM carpool_passage
                    -- A row compared with a row begins the stretch, and nothing is skipped in between.
                    WHERE (patch, west) >= (stretch.first, -2147483648) AND patch <= stretch.last
                        AND west <= west_most AND east >= east_most AND south <= south_most AND north >= north_most
                        AND early <= last_hour AND late >= first_hour AND first_day <= today + 1 AND last_day >= today - 1
                        AND seats >= wanted AND stands AND (a <-> p) + direct + (b <-> q) <= reach AND author_id <> person
                        AND (NOT women_only OR (SELECT EXISTS (SELECT FROM carpool_woman WHERE person_id = person)))
                        AND (verified IS NULL OR commune = ANY(verified)
                            OR (audience <> 'commune' AND commune = ANY(around))
                            OR (audience = 'community' AND commune = ANY(ARRAY(
                                SELECT code FROM places_commune WHERE community_id = ANY(communities)))))
                    OFFSET 0
                ) AS passage
                OFFSET 0
            ) AS passing
            WHERE ((passes - at + give + flexibility + 864000) % 86400 <= 2 * (give + flexibility) OR (passes_places
                AND (passes - at + give + flexibility + {LATE} + 864000) % 86400 <= 2 * (give + flexibility) + {LATE}))
                AND weekdays & (1 << (monday + {DAY_OFF}) % 7) <> 0
                AND first_day <= today + {DAY_OFF} AND last_day >= today + {DAY_OFF}
            ORDER BY detour, id
            OFFSET 0
        ) AS ordered
        WHERE NOT has_days OR NOT EXISTS (
            SELECT FROM carpool_pause pause WHERE pause.way_id = ordered.id AND pause.day = on_day + k)
        OFFSET 0
    ) AS counted
    WHERE seats_left >= wanted
    LIMIT most;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("carpool", "0026_passages_apart")]
    operations = [migrations.RunSQL(PASSING, "DROP FUNCTION carpool_passing;" + BEFORE)]
