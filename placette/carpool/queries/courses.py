"""Drives on a day, with all who ride along by then."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from placette.carpool.actions.seats import Taken
from placette.carpool.course import Course, Stop, course

# Whoever has agreed has a seat: where no seat is taken nobody needs to be looked for.
_DRIVES = """
SELECT proposed.n - 1, way.start_latitude, way.start_longitude, way.end_latitude, way.end_longitude,
    CASE WHEN cardinality(way.stop_names) > 0 THEN way.stop_latitudes END,
    CASE WHEN cardinality(way.stop_names) > 0 THEN way.stop_longitudes END, way.seats, seat.held, CASE WHEN seat.held IS NOT NULL THEN ({joined}) END,
    way.road, way.duration, way.detour, way.reach, way.clock, way.flexibility, way.commune_id
FROM unnest(%(ways)s::bigint[], %(days)s::date[]) WITH ORDINALITY AS proposed (id, day, n)
JOIN carpool_way way ON way.id = proposed.id
LEFT JOIN LATERAL (
    SELECT json_agg(json_build_array(holder, lower(span), upper(span)) ORDER BY id) AS held
    FROM carpool_seat WHERE way_id = way.id AND day = proposed.day
) AS seat ON true
"""
_BOTH_ENDS = """
SELECT {after} AS at, {end}_latitude AS latitude, {end}_longitude AS longitude, asked_at FROM {table}
WHERE way_id = way.id AND day = proposed.day AND state = '{state}' AND seats > 0
"""
_JOINED = " UNION ALL ".join(
    _BOTH_ENDS.format(after=after, end=end, table=table, state=state)
    for table, state in (("carpool_booking", "accepted"), ("carpool_partnerbooking", "CONFIRMED"))
    for after, end in (("boards_after", "pick_up"), ("leaves_after", "drop_off"))
)
_IN_ORDER = (
    "SELECT json_agg(json_build_array(at, latitude, longitude) ORDER BY asked_at, at) FROM ({}) AS each"
)
_DRIVES = _DRIVES.format(joined=_IN_ORDER.format(_JOINED))


class Drive(NamedTuple):
    """Metres and seconds by road, without anybody who joins."""

    course: Course
    road: int
    duration: int
    detour: int
    reach: float
    clock: int
    flexibility: int
    commune: str  # whose clocks these are


def drives(pairs: Iterable[tuple[int, date]]) -> dict[tuple[int, date], Drive]:
    """By way and day; none of a way that is gone. One query, by the index of a_seat_is_taken_once."""
    asked = list(pairs)
    # Written here as PostgreSQL reads them: psycopg looks at each of a thousand to find out what it is.
    which: dict[str, Any] = {
        "ways": f"{{{','.join(str(way) for way, _ in asked)}}}",
        "days": f"{{{','.join(day.isoformat() for _, day in asked)}}}",
    }
    with connection.cursor() as cursor:
        cursor.execute(_DRIVES, which)
        rows = cursor.fetchall()
    return {
        asked[n]: Drive(
            course(
                (a, b), (c, d), zip(latitudes, longitudes, strict=True) if latitudes else (), seats,
                [Stop(at, (latitude, longitude)) for at, latitude, longitude in joined or ()], _taken(held),
            ),
            *facts,
        )
        for n, a, b, c, d, latitudes, longitudes, seats, held, joined, *facts in rows
    }  # fmt: skip


def _taken(held: list[tuple[str, int, int]] | None) -> list[Taken]:
    if not held:
        return []
    counted = Counter((holder, start, end) for holder, start, end in held)
    return [Taken(holder, start, end, seats) for (holder, start, end), seats in counted.items()]
