"""Moments in templates, on the current clocks or on those that `|timezone:` has set."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from placette.core.moments import day_in_words, hour_in_words, in_words, shortly

register = template.Library()


@register.filter(expects_localtime=True)
def moment(at: datetime | None) -> str:
    """« 19 h 56 » today, « hier à 19 h 56 », « 28 nov. à 10 h »."""
    if at is None:
        return ""
    with timezone.override(at.tzinfo):
        return shortly(at, timezone.now())


@register.filter(expects_localtime=True)
def moment_long(at: datetime | None) -> str:
    """« aujourd’hui à 19 h 56 », « samedi 28 novembre à 10 h »."""
    if at is None:
        return ""
    with timezone.override(at.tzinfo):
        return in_words(at, timezone.now())


@register.filter
def day(on: date) -> str:
    """« aujourd’hui », « hier », « samedi 28 novembre »."""
    return day_in_words(on, timezone.localdate())


@register.filter(expects_localtime=True)
def hour(at: datetime) -> str:
    """« 19 h 56 », where the day is said above."""
    return hour_in_words(at)
