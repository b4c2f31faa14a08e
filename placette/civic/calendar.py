"""Events as iCalendar files (RFC 5545): one of them, or the public agenda of a commune, which programs read again and again."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from placette.places.models import Commune

from .models import Announcement

READ_AGAIN = timedelta(hours=6)
KIND = "text/calendar; charset=utf-8"


def agenda(commune: Commune, events: Iterable[Announcement], now: datetime) -> bytes:
    """Wants them as queries.agenda.for_a_file gives them."""
    file = _file(events, now)
    file.add("x-wr-calname", _("L’agenda %(of_name)s") % {"of_name": commune.of_name})
    file.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", vDuration(READ_AGAIN))
    return bytes(file.to_ical())


def alone(event: Announcement, now: datetime) -> bytes:
    return bytes(_file([event], now).to_ical())


def _file(events: Iterable[Announcement], now: datetime) -> Calendar:
    file = Calendar()
    file.add("prodid", "-//Placette//Agenda//FR")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    for each in events:
        file.add_component(_event(each, now))
    return file


def _event(told: Announcement, now: datetime) -> Event:
    """Hours in UTC: right whatever the clocks do between now and then. Of what was called off no word, which nobody reads
    any more: that it does not take place.
    """
    is_off = told.state == Announcement.State.WITHDRAWN
    event = Event()
    event.add("uid", f"announcement-{told.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", now)
    event.add("last-modified", told.withdrawn_at or told.changed_at or told.published_at or now)
    event.add("sequence", told.revision + is_off)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("dtstart", told.starts_at)
    if told.ends_at and told.starts_at and told.ends_at > told.starts_at:
        event.add("dtend", told.ends_at)
    event.add("summary", _("Événement annulé") if is_off else told.title)
    if is_off:
        return event
    event.add("location", where(told))
    if told.point:
        event.add("geo", told.point)
    event.add("description", told.text)
    event.add("class", "PRIVATE" if told.residents_only else "PUBLIC")
    event.add("url", settings.SITE_URL + told.get_absolute_url())
    return event


def where(event: Announcement) -> str:
    """« La halle, Fonsorbes »."""
    there = event.takes_place_in
    return f"{event.place}, {there.name}" if there and there.name not in event.place else event.place
