"""How often a person may search for rides, wherever she does: each search asks the router for roads."""

from placette.core import limits

A_MINUTE = 60


def allowed(person: int) -> bool:
    """Counts this one. One query."""
    return limits.allow(f"rides:{person}", A_MINUTE, 60)
