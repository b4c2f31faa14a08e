"""Weekly ways rest on the days off of the zone that their trip follows."""

from datetime import date, timedelta

from django.db import connection, transaction

from placette.carpool.holidays import ZONES, days_off
from placette.carpool.models import Way

AHEAD = timedelta(days=400)  # a school year and some more; a job goes on from there
# A day on which neighbours have agreed to ride stays: they have said that they drive.
LEAVE_OUT = """
INSERT INTO carpool_pause (way_id, day, by_zone)
SELECT way.id, off.day, %(zone)s
FROM carpool_way way
JOIN carpool_trip trip ON trip.id = way.trip_id
CROSS JOIN unnest(%(days)s::date[]) AS off(day)
WHERE trip.rests_with_zone = %(zone)s AND trip.state <> 'closed' AND (way.id = %(way)s OR %(way)s IS NULL)
    AND way.weekdays & (1 << (extract(isodow FROM off.day)::int - 1)) <> 0
    AND way.first_day <= off.day AND (way.last_day IS NULL OR way.last_day >= off.day)
    AND NOT EXISTS (
        SELECT FROM carpool_booking WHERE way_id = way.id AND day = off.day AND state IN ('asked', 'accepted')
    )
    AND NOT EXISTS (
        SELECT FROM carpool_partnerbooking
        WHERE way_id = way.id AND day = off.day AND state IN ('WAITING_CONFIRMATION', 'CONFIRMED')
    )
ON CONFLICT DO NOTHING
"""
GO_AGAIN = """
DELETE FROM carpool_pause pause USING carpool_way way, carpool_trip trip
WHERE way.id = pause.way_id AND trip.id = way.trip_id AND pause.by_zone <> '' AND pause.day >= %(today)s
    AND (way.id = %(way)s OR %(way)s IS NULL) AND {outdated}
"""
OF_NO_ZONE = "pause.by_zone <> trip.rests_with_zone"
NO_LONGER_OFF = "pause.by_zone = %(zone)s AND pause.day <= %(last)s AND NOT pause.day = ANY(%(days)s::date[])"


def rest(way: Way, today: date) -> None:
    """Write on which days this way rests, and let it go again where it no longer does. What its author left out stays."""
    _rest(today, way.pk)


def rest_all(today: date) -> None:
    """The same for every way: days go by, and calendars grow and are corrected. Two queries a zone, and one."""
    _rest(today, None)


@transaction.atomic
def _rest(today: date, way: int | None) -> None:
    facts = {"today": today, "last": today + AHEAD, "way": way}
    with connection.cursor() as cursor:
        cursor.execute(GO_AGAIN.format(outdated=OF_NO_ZONE), facts)
        for zone in _zones(way):
            off = {**facts, "zone": zone, "days": sorted(days_off(zone, today, today + AHEAD))}
            cursor.execute(GO_AGAIN.format(outdated=NO_LONGER_OFF), off)
            cursor.execute(LEAVE_OUT, off)


def _zones(way: int | None) -> list[str]:
    """Those that a trip follows."""
    if way is None:
        return list(ZONES)
    return [
        zone for (zone,) in Way.objects.filter(pk=way).values_list("trip__rests_with_zone") if zone in ZONES
    ]
