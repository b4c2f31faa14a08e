"""What the neighbours of a commune have saved by buying together, for its page: everybody reads it."""

from typing import Any

from placette.impact import methods
from placette.impact.queries import saved_by_purchases
from placette.places.models import Commune


def section(commune: Commune) -> tuple[str, dict[str, Any]] | None:
    """Nothing where nothing was saved, or where too few stand behind it. One query."""
    cents = saved_by_purchases([commune.code])
    if not cents:
        return None
    return "groupbuys/collecting/commune_section.html", {
        "cents": cents,
        "method": methods.of("purchase").says,
    }
