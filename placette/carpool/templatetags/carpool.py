"""Clocks and days of a way, as people read them."""

from datetime import time

from django import template
from django.utils.translation import gettext as _

from placette.carpool import reasons
from placette.carpool.forms.choices import DAYS
from placette.carpool.queries.matches import Match
from placette.core.moments import hour_in_words
from placette.places import spots

register = template.Library()


@register.filter
def clock(seconds: int) -> str:
    """« 8 h », « 17 h 30 » of seconds after midnight."""
    return hour_in_words(time(seconds // 3600 % 24, seconds // 60 % 60))


@register.filter
def weekdays(bits: int) -> str:
    """« lundi, mardi, jeudi », « du lundi au vendredi », « tous les jours »; Monday is bit 0."""
    if bits == 0b1111111:
        return _("tous les jours")
    if bits == 0b0011111:
        return _("du lundi au vendredi")
    return ", ".join(str(label) for number, label in DAYS if bits >> int(number) & 1)


@register.filter
def minutes(seconds: int) -> int:
    return round(seconds / 60)


@register.filter
def why(match: Match) -> str:
    """Of a driver, for who looks for a seat."""
    return reasons.why(match)


@register.filter
def why_along(match: Match) -> str:
    """Of somebody who waits, for who drives."""
    return reasons.why_along(match)


@register.filter
def town(name: str) -> str:
    """« Fonsorbes » of « Fonsorbes (43,531 ; 1,231) »."""
    return spots.town(name)


@register.filter
def towns(names: list[str]) -> str:
    """« Muret, Seysses » of the names of stops."""
    return ", ".join(spots.town(name) for name in names)
