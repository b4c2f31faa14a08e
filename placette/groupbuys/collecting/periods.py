"""The days of a rhythm: every week, or every month, counted from a first day. Pure."""

import calendar
from datetime import date, timedelta

from placette.groupbuys.models import Rhythm

WEEK = timedelta(days=7)


def nth(first: date, every: str, number: int) -> date:
    """The day of the period `number`, the first one being 0. The 31st is the last day of a shorter month."""
    if every == Rhythm.Every.WEEK:
        return first + number * WEEK
    months = first.month - 1 + number
    year, month = first.year + months // 12, months % 12 + 1
    return date(year, month, min(first.day, calendar.monthrange(year, month)[1]))


def last_by(first: date, every: str, today: date) -> date:
    """The latest day of the rhythm up to `today`, `first` where it lies ahead."""
    number = 0
    while nth(first, every, number + 1) <= today:
        number += 1
    return nth(first, every, number)


def next_after(first: date, every: str, today: date) -> date:
    """The first day of the rhythm after both `first` and `today`."""
    number = 1
    while nth(first, every, number) <= today:
        number += 1
    return nth(first, every, number)
