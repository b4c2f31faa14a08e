"""What announcements say in templates."""

from datetime import date

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.civic.models import Announcement
from placette.core import photos
from placette.core.moments import date_in_words, day_in_words, hour_in_words, in_words, span_in_words

register = template.Library()


@register.filter
def when(announcement: Announcement) -> str:
    """« samedi 28 novembre de 10 h à 12 h », « jusqu’à demain à 18 h », on the commune's clocks."""
    now = timezone.now()
    with timezone.override(announcement.zone):
        if announcement.starts_at:
            return span_in_words(announcement.starts_at, announcement.ends_at, now)
        if announcement.ends_at:
            return _("jusqu’à %(end)s") % {"end": in_words(announcement.ends_at, now)}
    return ""


@register.filter
def hours(event: Announcement) -> str:
    """Below its day: « 10 h », « de 10 h à 12 h », « 10 h, jusqu’au dimanche 29 novembre à 18 h », on the commune's clocks."""
    now = timezone.now()
    with timezone.override(event.zone):
        assert event.starts_at
        start, today = timezone.localtime(event.starts_at), timezone.localdate(now)
        end = timezone.localtime(event.ends_at) if event.ends_at else None
        if end is None or end == start:
            return hour_in_words(start)
        if end.date() == start.date():
            return _("de %(from)s à %(to)s") % {"from": hour_in_words(start), "to": hour_in_words(end)}
        until = _("jusqu’au %(end)s") % {"end": in_words(end, now, date_in_words)}
        return until if start.date() < today else f"{hour_in_words(start)}, {until}"


@register.filter
def weekday(day: date) -> str:
    """« aujourd’hui », « samedi 28 novembre »."""
    return day_in_words(day, timezone.localdate())


@register.filter
def picture(name: str, width: int) -> str:
    return photos.url(name, width)


@register.filter
def pictures(name: str) -> str:
    """Every width, for a srcset."""
    return photos.srcset(name)


@register.filter
def is_past(announcement: Announcement) -> bool:
    return announcement.is_over(timezone.now())
