"""Where a town hall's words may come online: SQL twin of rules.is_going."""

from django.db.models import Q

from placette.places.models import Space


def in_a_going_space() -> Q:
    """Of what has a `commune`: its space is open, and not for reading only."""
    going = Q(commune__space__isnull=False, commune__space__closed_at__isnull=True)
    return going & Q(commune__space__suspended_at__isnull=True) & ~Q(commune__space__state=Space.State.GRACE)
