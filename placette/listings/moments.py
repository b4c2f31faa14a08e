"""Moments of annonces, on the clocks of the commune that they are about: see `clocks_of`; elsewhere on those of Paris."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from placette.core.moments import hour_in_words, on_the_clock

from .models import Listing

EVENING = time(18, 30)
MORNING = time(10, 0)
AFTERNOON = time(15, 0)
SATURDAY, SUNDAY = 5, 6


def clocks_of(listing: Listing) -> timezone.override:
    """Inside this the site's current clocks, for moments, forms and templates alike, are those where the annonce is."""
    return timezone.override(listing.zone)


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
