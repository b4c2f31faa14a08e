"""The days on which a way goes."""

from collections.abc import Collection
from datetime import date, timedelta

from placette.carpool.models import Way

AHEAD = timedelta(days=14)  # a weekly way is booked so far ahead


def goes_on(way: Way, day: date, paused: Collection[date] = ()) -> bool:
    if way.on is not None:
        return day == way.on
    started = way.first_day is not None and way.first_day <= day
    goes = started and (way.last_day is None or day <= way.last_day)
    return goes and bool((way.weekdays or 0) & bit(day)) and day not in paused


def ahead(way: Way, today: date, paused: Collection[date] = ()) -> list[date]:
    """Its day, or those of the next two weeks."""
    return days(way, today, max(way.on or today, today + AHEAD), paused)


def days(way: Way, first: date, last: date, paused: Collection[date] = ()) -> list[date]:
    """Those from `first` to `last`, both included, earliest first."""
    if way.on is not None:
        return [way.on] if first <= way.on <= last else []
    each = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in each if goes_on(way, day, paused)]


def bit(day: date) -> int:
    """Of a weekday: Monday is 1, Sunday 64."""
    return 1 << day.weekday()
