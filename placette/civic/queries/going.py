"""Where a town hall's words may come online: SQL twin of rules.is_going."""

from django.db.models import Q

from placette.places.models import Space


def in_a_going_space() -> Q:
    """Of what has a `commune`: its space is open, and not for reading only."""
    return going("commune__")


def going(to: str = "") -> Q:
    """Of a commune, to which `to` leads."""
    there = Q(**{f"{to}space__isnull": False, f"{to}space__closed_at__isnull": True})
    resting = Q(**{f"{to}space__state": Space.State.GRACE})
    return there & Q(**{f"{to}space__suspended_at__isnull": True}) & ~resting
