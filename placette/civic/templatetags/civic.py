"""What announcements say in templates."""

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.civic.models import Announcement
from placette.core import photos
from placette.core.moments import in_words, span_in_words

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
def picture(name: str, width: int) -> str:
    return photos.url(name, width)


@register.filter
def pictures(name: str) -> str:
    """Every width, for a srcset."""
    return photos.srcset(name)


@register.filter
def is_past(announcement: Announcement) -> bool:
    return announcement.is_over(timezone.now())
