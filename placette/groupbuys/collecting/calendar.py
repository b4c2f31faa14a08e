"""One's slot as an iCalendar file (RFC 5545)."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from placette.groupbuys.models import PickUp


def calendar(pick_up: PickUp, now: datetime) -> bytes:
    """Hours in UTC, so that each program shows those of the place where it is. Wants slot and its campaign."""
    slot, campaign = pick_up.slot, pick_up.slot.campaign
    event = Event()
    # The same for a slot that is chosen instead: the program moves what it has.
    event.add("uid", f"groupbuys-{pick_up.share_id}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", now)
    event.add("sequence", int(pick_up.chosen_at.timestamp()))
    event.add("dtstart", slot.starts_at)
    event.add("dtend", slot.ends_at)
    event.add("summary", _("Venir chercher : %(title)s") % {"title": campaign.title})
    event.add("location", slot.place)
    event.add("url", settings.SITE_URL + reverse("groupbuys:collection", args=[campaign.pk]))
    file = Calendar()
    file.add("prodid", "-//Placette//Achats groupés//FR")
    file.add("version", "2.0")
    file.add_component(event)
    return file.to_ical()
