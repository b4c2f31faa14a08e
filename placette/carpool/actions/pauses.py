"""Weekly ways rest on the days off of the zone that their trip follows."""

from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from placette.carpool.holidays import ZONES, days_off
from placette.carpool.models import Passage, Pause, Way

A_BATCH = 500  # ways that are locked at once, by night
AHEAD = timedelta(days=400)  # a school year and some more; a job goes on from there
# A day on which neighbours have agreed to ride stays: they have said that they drive.
LEAVE_OUT = """
INSERT INTO carpool_pause (way_id, day, by_zone)
SELECT way.id, off.day, %(zone)s
FROM carpool_way way
JOIN carpool_trip trip ON trip.id = way.trip_id
CROSS JOIN unnest(%(days)s::date[]) AS off(day)
WHERE trip.rests_with_zone = %(zone)s AND trip.state <> 'closed' AND way.id = ANY(%(ways)s)
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
    AND way.id = ANY(%(ways)s) AND {outdated}
"""
OF_NO_ZONE = "pause.by_zone <> trip.rests_with_zone"
NO_LONGER_OFF = "pause.by_zone = %(zone)s AND pause.day <= %(last)s AND NOT pause.day = ANY(%(days)s::date[])"


# From two days ago on: one ago may still be today overseas, or the evening before.
HAVE_DAYS = """
UPDATE carpool_passage passage SET has_days = NOT has_days
WHERE way_id = ANY(%(ways)s) AND has_days <> (
    EXISTS (SELECT FROM carpool_pause left_out WHERE left_out.way_id = passage.way_id AND left_out.day >= %(today)s::date - 2)
    OR EXISTS (SELECT FROM carpool_seat taken WHERE taken.way_id = passage.way_id AND taken.day >= %(today)s::date - 2))
"""


def rest(way: Way, today: date) -> None:
    """Write on which days this way rests, and let it go again where it no longer does. What its author left out stays.

    The caller holds the way, or has just made it: a passage is said to have no days under that lock (HAVE_DAYS).
    """
    zones = Way.objects.filter(pk=way.pk).values_list("trip__rests_with_zone", flat=True)
    _rest(today, [way.pk], [zone for zone in zones if zone in ZONES])


def rest_all(today: date) -> None:
    """The same for every way: days go by, and calendars grow and are corrected. Searches no longer look at the days of those
    that have none.

    In batches, each of which holds its ways for a moment, by id: an author who changes hers waits, or is waited for.
    """
    last = 0
    while ways := _next(last, today):
        last = ways[-1]


@transaction.atomic
def _next(after: int, today: date) -> list[int]:
    """Those that follow a calendar, did so or are thought to have days; two queries a zone, and three."""
    of_it = {"way": OuterRef("pk")}
    rested = Pause.objects.filter(**of_it, day__gte=today).exclude(by_zone="")
    has_days = Passage.objects.filter(**of_it, has_days=True)
    may = Q(trip__rests_with_zone__gt="") | Exists(rested) | Exists(has_days)
    there = Way.objects.select_for_update(no_key=True, of=("self",)).filter(may, pk__gt=after)
    ways = [way.pk for way in there.order_by("pk").only("pk")[:A_BATCH]]
    if ways:
        _rest(today, ways, list(ZONES))
        with connection.cursor() as cursor:
            cursor.execute(HAVE_DAYS, {"today": today, "ways": ways})
    return ways


@transaction.atomic
def _rest(today: date, ways: list[int], zones: list[str]) -> None:
    facts: dict[str, Any] = {"today": today, "last": today + AHEAD, "ways": ways}
    with connection.cursor() as cursor:
        cursor.execute(GO_AGAIN.format(outdated=OF_NO_ZONE), facts)
        for zone in zones:
            off = {**facts, "zone": zone, "days": sorted(days_off(zone, today, today + AHEAD))}
            cursor.execute(GO_AGAIN.format(outdated=NO_LONGER_OFF), off)
            cursor.execute(LEAVE_OUT, off)
