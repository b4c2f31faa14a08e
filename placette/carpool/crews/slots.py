"""The days and directions on which a crew goes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from placette.carpool import holidays
from placette.carpool.models import Crew, Way
from placette.carpool.occurrences import bit
from placette.carpool.riding import instant

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Slot:
    """`at`: when all arrive there, or leave from there."""

    day: date
    direction: str
    at: datetime


def slots(crew: Crew, first: date, last: date) -> list[Slot]:
    """From `first` to `last`, both included, without the holidays on which it rests; in order."""
    off = days_off(crew, first, last)
    days = [first + number * DAY for number in range((last - first).days + 1)]
    return [
        slot(crew, day, direction)
        for day in days
        if crew.weekdays & bit(day) and day not in off
        for direction in directions(crew)
    ]


def slot(crew: Crew, day: date, direction: str) -> Slot:
    return Slot(day, direction, instant(day, crew.clock_of(direction) or 0, crew.zone))


def directions(crew: Crew) -> list[str]:
    return [str(each) for each in (Way.Direction.OUT, Way.Direction.BACK) if crew.clock_of(each) is not None]


def days_off(crew: Crew, first: date, last: date) -> set[date]:
    return holidays.days_off(crew.rests_with_zone, first, last) if crew.rests_with_zone else set()


def monday_of(day: date) -> date:
    return day - day.weekday() * DAY


def planned_until(today: date) -> date:
    """This week and the next one."""
    return monday_of(today) + 13 * DAY
