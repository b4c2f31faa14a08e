"""What other rooms show on the square, above its annonces; they are joined to it where the rooms are joined."""

from collections.abc import Callable
from typing import Any

from placette.people.standing import Standing

# Who looks; gives a template with what it wants, or None where there is nothing to show.
type Section = Callable[[Standing], tuple[str, dict[str, Any]] | None]
sections: list[Section] = []
# What cannot wait, above everything else.
above: list[Section] = []


def sections_for(standing: Standing, registered: list[Section]) -> list[dict[str, Any]]:
    """As the page includes them."""
    shown = (section(standing) for section in registered)
    return [{"template": template, **context} for template, context in filter(None, shown)]
