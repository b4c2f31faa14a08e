"""An author changes her trip. What neighbours have asked or agreed on stays as it is until they leave it.

Decided: with a seat asked or agreed on, its way keeps its ends, its hour, its day and the seats that are taken; the
author reads on which days, and cancels those seats first if she must. All the rest she may change at any time.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.carpool import occurrences, rules
from placette.carpool.actions import pauses, telling
from placette.carpool.actions.seats import numbered, taken_on
from placette.carpool.actions.steps import locked_trip
from placette.carpool.actions.ways import Direction, fields_of, road_of
from placette.carpool.models import Booking, PartnerBooking, Pause, Seat, Trip, Way
from placette.carpool.router import Road
from placette.core.moments import date_in_words
from placette.people.models import Person

State, Partners = Booking.State, PartnerBooking.State
RODE = (State.ACCEPTED, State.DONE, State.FAILED)
RODE_WITH_PARTNERS = (Partners.CONFIRMED, Partners.COMPLETED, Partners.VALIDATED)


class Agreed(Exception):
    """Neighbours count on what would change. `faults`: a sentence for the author beside each field."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(*faults.values())
        self.faults = faults


def change(
    trip: Trip, directions: Sequence[Direction], *, seats: int, detour: int | None, **fields: Any
) -> Trip:
    """Write all that the form says; the worker tells those who match by now, nobody twice of the same pair.

    Agreed where somebody counts on what would change, whoever asked or said yes at the same instant. Refusal where it is
    gone.
    """
    roads = [road_of(each) for each in directions]  # before anything is locked
    with transaction.atomic():
        # As who asks does: the trip first, then its ways, on which who says yes waits.
        trip = locked_trip(trip.pk)
        trip.seats = seats
        for name, value in fields.items():
            setattr(trip, name, value)
        there = trip.ways.select_for_update(no_key=True, of=("self",)).order_by("pk")
        ways = {way.direction: way for way in there.select_related("trip")}
        # A return that is new locks its author, and no passage may be held by then (migration 0021).
        Person.objects.select_for_update(no_key=True).only("pk").get(pk=trip.author_id)
        if faults := _faults(ways, directions, seats):
            raise Agreed(faults)
        trip.save()
        _write(trip, ways, directions, roads, detour)
        if trip.state == Trip.State.OPEN:
            telling.soon(trip)
    return trip


def _faults(ways: dict[str, Way], directions: Sequence[Direction], seats: int) -> dict[str, str]:
    after = {each.direction: each for each in directions}
    faults: dict[str, str] = {}
    for direction, way in ways.items():
        if agreed := _agreed_on(way):
            faults |= _kept_for(way, after.get(direction), agreed)
            if way.role == Trip.Role.PASSENGER and seats != way.seats:
                faults["seats"] = _said(_("On vous emmène %(days)s pour ce nombre de places"), agreed)
        if too_many := [day for day in _days_with_seats(way) if numbered(taken_on(way, day), seats) is None]:
            faults["seats"] = _said(_("Plus de places sont déjà convenues %(days)s"), too_many)
    return faults


def _agreed_on(way: Way) -> list[date]:
    """Days to come on which a seat is asked or agreed, or offered to a request. Three queries."""
    now = timezone.now()
    rides = Booking.objects.filter(Q(way=way) | Q(wish=way), state__in=rules.OPEN, drop_off_at__gt=now)
    partners = PartnerBooking.objects.filter(
        way=way, state__in=(Partners.WAITING, Partners.CONFIRMED), pick_up_at__gt=now
    )
    days = set(rides.filter(way=way).values_list("day", flat=True)) | set(
        partners.values_list("day", flat=True)
    )
    # Of a request: who drives may set out on the evening before it, and come by after midnight.
    offered = rides.filter(wish=way).values_list("pick_up_at", flat=True)
    return sorted(days | {occurrences.day_nearest(way, at) for at in offered})


def _kept_for(way: Way, after: Direction | None, agreed: list[date]) -> dict[str, str]:
    is_back = way.direction == Way.Direction.BACK
    hour = "back_clock" if is_back else "clock"
    if after is None:
        return {hour: _said(_("On compte sur ce retour %(days)s"), agreed)}
    ends = (("start", way.start_name, way.start, after.start), ("end", way.end_name, way.end, after.end))
    faults = {}
    for name, known, point, end in ends:
        if (known, point) != (end.name, end.point):
            field = {"start": "end", "end": "start"}[name] if is_back else name
            faults[field] = _said(_("On compte sur ce lieu %(days)s"), agreed)
    if way.stops != [(stop.name, stop.point) for stop in after.stops]:
        faults["stop_1"] = _said(_("On compte sur ce chemin %(days)s"), agreed)
    if way.clock != after.clock:
        faults[hour] = _said(_("On compte sur cette heure %(days)s"), agreed)
    if gone := [day for day in agreed if not occurrences.is_due(after, day)]:
        field = "on" if after.on else "weekdays"
        faults[field] = _said(_("On compte sur vous %(days)s"), gone)
    return faults


def _days_with_seats(way: Way) -> list[date]:
    """A day late, so that no clock overseas is wronged."""
    since = timezone.localdate() - timedelta(days=1)
    days = Seat.objects.filter(way=way, day__gte=since).values_list("day", flat=True)
    return sorted(set(days))


def _said(sentence: str, days: Iterable[date]) -> str:
    """Why, on which days, and what to do."""
    today = timezone.localdate()
    named = ", ".join(date_in_words(day, today) for day in days)
    why = sentence % {"days": named}
    return _("%(why)s : annulez d’abord ces places dans vos messages, ou laissez comme c’était.") % {
        "why": why
    }


def _write(
    trip: Trip,
    ways: dict[str, Way],
    directions: Sequence[Direction],
    roads: Sequence[Road],
    detour: int | None,
) -> None:
    kept = defaultdict(lambda: Way(trip=trip), ways)
    for each, road in zip(directions, roads, strict=True):
        way = kept[each.direction]
        way.direction = each.direction
        for name, value in fields_of(trip, each, road, detour).items():
            setattr(way, name, value)
        way.save()
        if way.on:
            Pause.objects.filter(way=way).delete()
        pauses.rest(way, timezone.localdate())
    for direction in ways.keys() - {each.direction for each in directions}:
        _end(ways[direction])


def _end(way: Way) -> None:
    """A return that is no longer wanted: gone, or, where people rode along, over since yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    rode = way.bookings.filter(state__in=RODE).exists()
    if not rode and not way.partner_bookings.filter(state__in=RODE_WITH_PARTNERS).exists():
        way.delete()
    elif way.on is None and (way.last_day is None or way.last_day > yesterday):
        way.first_day = min(yesterday, way.first_day or yesterday)
        way.last_day = yesterday
        way.save(update_fields=["first_day", "last_day"])
