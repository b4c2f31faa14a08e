"""One's own rides as an iCalendar file (RFC 5545), which calendar programs read again and again."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from placette.carpool.feeds.gtfs import opaque
from placette.carpool.queries.diary import Entry
from placette.places import spots

READ_AGAIN = timedelta(hours=1)


def calendar(entries: Iterable[Entry], now: datetime) -> bytes:
    """Hours in UTC, so that each program shows those of the place where it is."""
    file = Calendar()
    file.add("prodid", "-//Placette//Covoiturage//FR")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", _("Mes covoiturages"))
    file.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    for entry in entries:
        file.add_component(_event(entry, now))
    return file.to_ical()


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{opaque('booking', entry.booking)}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", now)
    event.add("dtstart", entry.start)
    event.add("dtend", entry.end)
    summary = _("Je conduis %(name)s") if entry.drives else _("En voiture avec %(name)s")
    event.add("summary", summary % {"name": entry.other})
    event.add("location", entry.pick_up)
    event.add("description", f"{spots.town(entry.pick_up)} → {spots.town(entry.drop_off)}")
    event.add("url", settings.SITE_URL + reverse("conversations:thread", args=[entry.conversation]))
    return event
