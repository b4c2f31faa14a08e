"""Moments as people say them, on the clocks of the commune that they are about: see `clocks_of`; elsewhere on those of Paris."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from .models import Listing

EVENING = time(18, 30)
MORNING = time(10, 0)
AFTERNOON = time(15, 0)
SATURDAY, SUNDAY = 5, 6


def clocks_of(listing: Listing) -> timezone.override:
    """Inside this the site's current clocks, for moments, forms and templates alike, are those where the annonce is."""
    return timezone.override(listing.zone)


class NoSuchHour(Exception):
    """The clocks jump over this hour in spring."""


def on_the_clock(wall: datetime) -> datetime:
    """The instant at which clocks show `wall`. In autumn an hour comes twice: the first one is meant."""
    at = wall.replace(tzinfo=timezone.get_current_timezone(), fold=0)
    if timezone.localtime(at.astimezone(UTC)).replace(tzinfo=None) != wall:
        raise NoSuchHour
    return at.astimezone(UTC)


@dataclass(frozen=True)
class Moment:
    """A ready choice. `key` is the wall time, so that a form shown before midnight means the same after it."""

    key: str
    label: str


def ready(now: datetime) -> list[Moment]:
    """What neighbours propose most: tonight, tomorrow evening, the weekend. Only what is an hour away or more."""
    today = timezone.localdate(now)
    saturday = today + timedelta(days=(SATURDAY - today.weekday()) % 7)
    sunday = today + timedelta(days=(SUNDAY - today.weekday()) % 7)
    wanted = [
        (today, EVENING, gettext("Ce soir, %(hour)s")),
        (today + timedelta(days=1), EVENING, gettext("Demain soir, %(hour)s")),
        (saturday, MORNING, gettext("Samedi matin, %(hour)s")),
        (sunday, AFTERNOON, gettext("Dimanche après-midi, %(hour)s")),
    ]
    return [
        Moment(f"{day}T{hour:%H:%M}", label % {"hour": hour_in_words(hour)})
        for day, hour, label in wanted
        if on_the_clock(datetime.combine(day, hour)) >= now + timedelta(hours=1)
    ]


def day_in_words(day: date, today: date) -> str:
    """« aujourd’hui », « demain », « samedi 28 novembre », with the year when it is another one."""
    if day == today:
        return gettext("aujourd’hui")
    if day == today + timedelta(days=1):
        return gettext("demain")
    return date_format(day, gettext("l j F") if day.year == today.year else gettext("l j F Y"))


def hour_in_words(hour: time | datetime) -> str:
    return date_format(
        hour,  # type: ignore[arg-type]
        gettext("G \\h i") if hour.minute else gettext("G \\h"),
    )


def in_words(at: datetime, now: datetime) -> str:
    """« samedi 28 novembre à 10 h ». The hour that comes twice in autumn says which one it is."""
    local = timezone.localtime(at)
    words = gettext("%(day)s à %(hour)s") % {
        "day": day_in_words(local.date(), timezone.localdate(now)),
        "hour": hour_in_words(local),
    }
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return words
    return f"{words} ({gettext('heure d’hiver') if local.fold else gettext('heure d’été')})"


def span_in_words(starts_at: datetime, ends_at: datetime | None, now: datetime) -> str:
    """« samedi 28 novembre de 10 h à 12 h », or from one day to another."""
    if ends_at is None:
        return in_words(starts_at, now)
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    if start.date() == end.date() and start.utcoffset() == end.utcoffset():
        return gettext("%(day)s de %(from)s à %(to)s") % {
            "day": day_in_words(start.date(), timezone.localdate(now)),
            "from": hour_in_words(start),
            "to": hour_in_words(end),
        }
    return gettext("du %(from)s au %(to)s") % {"from": in_words(starts_at, now), "to": in_words(ends_at, now)}
