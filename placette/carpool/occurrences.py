"""The days on which a way goes."""

from datetime import date, datetime, time, timedelta
from typing import Protocol

from django.db.models import Q

from placette.carpool.models import Way

AHEAD = timedelta(days=14)  # a weekly way is booked so far ahead


def goes_on(way: Way, day: date) -> bool:
    """One query for its pauses, where they were not read with it."""
    return bool(days(way, day, day))


def ahead(way: Way, today: date) -> list[date]:
    """Its day, or those of the next two weeks."""
    return days(way, today, max(way.on or today, today + AHEAD))


def days(way: Way, first: date, last: date) -> list[date]:
    """Those from `first` to `last`, both included, earliest first, without its pauses. At most one query."""
    if way.on is not None:
        return [way.on] if first <= way.on <= last else []
    paused = {pause.day for pause in way.pauses.all()}
    each = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in each if is_due(way, day) and day not in paused]


class Dated(Protocol):
    """A way, or one that is still to be written: on a date, or on days of the week."""

    @property
    def on(self) -> date | None: ...
    @property
    def weekdays(self) -> int | None: ...
    @property
    def first_day(self) -> date | None: ...
    @property
    def last_day(self) -> date | None: ...


def is_due(way: Dated, day: date) -> bool:
    """Whatever its pauses."""
    if way.on is not None:
        return way.on == day
    started = way.first_day is not None and way.first_day <= day
    goes = started and (way.last_day is None or day <= way.last_day)
    return goes and bool((way.weekdays or 0) & bit(day))


def still_goes(today: date) -> Q:
    """Of ways; a day late, so that no clock overseas is wronged."""
    before = today - timedelta(days=1)
    weekly = Q(weekdays__isnull=False) & (Q(last_day__isnull=True) | Q(last_day__gte=before))
    return Q(on__gte=before) | weekly


def day_nearest(way: Way, at: datetime) -> date:
    """The day whose hour of this way is the nearest to `at`: « 0 h 10 » is near the evening before, too. Wants `way.trip`."""
    local = at.astimezone(way.trip.zone).date()

    def beside(day: date) -> timedelta:
        wall = datetime.combine(day, time(), way.trip.zone) + timedelta(seconds=way.clock)
        return abs(wall - at)

    return min((local + timedelta(days=off) for off in (-1, 0, 1)), key=beside)


def bit(day: date) -> int:
    """Of a weekday: Monday is 1, Sunday 64."""
    return 1 << day.weekday()
