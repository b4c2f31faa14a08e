"""What the square shows of the town hall: its word of welcome."""

from typing import Any

from placette.people.standing import Standing


def welcome_on_the_square(standing: Standing) -> tuple[str, dict[str, Any]] | None:
    """Costs no query: the standing knows the space."""
    commune = standing.home_commune
    space = getattr(commune, "space", None)
    if space is None or not (space.welcome or space.is_read_only):
        return None
    return "townhall/welcome.html", {"space": space, "commune": commune}


def figures_on_the_square(standing: Standing) -> tuple[str, dict[str, Any]] | None:
    """The way of an elected resident to the page of six figures; an officer has her desk. No query."""
    return ("townhall/figures_on_the_square.html", {}) if standing.elected - standing.town_halls else None
