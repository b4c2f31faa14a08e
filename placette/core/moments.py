"""Moments as people say them, on the site's current clocks."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from .text import NO_BREAK

EVENING = range(
    16, 22
)  # hours in which one is reminded: before the digest of six, for those who read it there

type Saying = Callable[[date, date], str]  # of a day, on a day


def day_in_words(day: date, today: date) -> str:
    """« aujourd’hui », « demain », « hier », « samedi 28 novembre », with the year when it is another one."""
    near = {0: gettext("aujourd’hui"), 1: gettext("demain"), -1: gettext("hier")}
    return near.get((day - today).days) or date_in_words(day, today)


def date_in_words(day: date, today: date) -> str:
    """« samedi 28 novembre » whenever it is read, with the year when it is another one."""
    return _date(day, gettext("l j F") if day.year == today.year else gettext("l j F Y"))


def hour_in_words(hour: time | datetime) -> str:
    """« 9 h 30 », on one line however narrow it is."""
    pattern = gettext("G \\h i") if hour.minute else gettext("G \\h")
    return _formatted(time(hour.hour, hour.minute), pattern, get_language()).replace(" ", NO_BREAK)


def in_words(at: datetime, now: datetime, say: Saying = day_in_words) -> str:
    """« samedi 28 novembre à 10 h ». The hour that comes twice in autumn says which one it is."""
    local = timezone.localtime(at)
    words = _at(say(local.date(), timezone.localdate(now)), local)
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return words
    return f"{words} ({gettext('heure d’hiver') if local.fold else gettext('heure d’été')})"


def span_in_words(
    starts_at: datetime, ends_at: datetime | None, now: datetime, say: Saying = day_in_words
) -> str:
    """« samedi 28 novembre de 10 h à 12 h », or from one date to another."""
    if ends_at is None:
        return in_words(starts_at, now, say)
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    if start.date() == end.date() and start.utcoffset() == end.utcoffset():
        return gettext("%(day)s de %(from)s à %(to)s") % {
            "day": say(start.date(), timezone.localdate(now)),
            "from": hour_in_words(start),
            "to": hour_in_words(end),
        }
    return gettext("du %(from)s au %(to)s") % {
        "from": in_words(starts_at, now, date_in_words),
        "to": in_words(ends_at, now, date_in_words),
    }


def shortly(at: datetime, now: datetime) -> str:
    """« 19 h 56 » today, « hier à 19 h 56 », else « 28 nov. à 10 h », with the year when it is another one."""
    local, today = timezone.localtime(at), timezone.localdate(now)
    if local.date() == today:
        return hour_in_words(local)
    if local.date() == today - timedelta(days=1):
        return _at(gettext("hier"), local)
    return _at(_date(local, gettext("j N") if local.year == today.year else gettext("j N Y")), local)


def is_the_evening_before(starts_at: datetime, now: datetime) -> bool:
    """Is it time to remind of this?"""
    here = timezone.localtime(now)
    return here.hour in EVENING and timezone.localdate(starts_at) == here.date() + timedelta(days=1)


def will_be_reminded_of(starts_at: datetime, now: datetime) -> bool:
    """Is the evening before still to come, or not over?"""
    here = timezone.localtime(now)
    days = (timezone.localdate(starts_at) - here.date()).days
    return days > 1 or (days == 1 and here.hour < EVENING.stop)


class NoSuchHour(Exception):
    """The clocks jump over this hour in spring."""


def on_the_clock(wall: datetime) -> datetime:
    """The instant at which clocks show `wall`. In autumn an hour comes twice: the first one is meant."""
    at = wall.replace(tzinfo=timezone.get_current_timezone(), fold=0)
    if timezone.localtime(at.astimezone(UTC)).replace(tzinfo=None) != wall:
        raise NoSuchHour
    return at.astimezone(UTC)


def _date(day: date, pattern: str) -> str:
    """The first of a month is its « 1er »."""
    if day.day == 1:
        pattern = pattern.replace("j", gettext("j\\e\\r"))
    return _formatted(date(day.year, day.month, day.day), pattern, get_language())


@lru_cache(maxsize=4096)
def _formatted(value: date | time, pattern: str, language: str | None) -> str:
    """Kept: a page says few days and hours, and each of them many times. Without a zone, so that equal is equal."""
    return date_format(value, pattern)  # type: ignore[arg-type]


def _at(day: str, local: datetime) -> str:
    return gettext("%(day)s à %(hour)s") % {"day": day, "hour": hour_in_words(local)}
