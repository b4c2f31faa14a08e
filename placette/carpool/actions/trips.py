"""Every change of a trip."""

from placette.carpool.models import Trip, Way


def move(gone: str, current: str) -> None:
    """A commune has become part of another: its trips are those of the current one, by INSEE codes."""
    Trip.objects.filter(commune=gone).update(commune=current)
    Way.objects.filter(commune=gone).update(commune=current)
