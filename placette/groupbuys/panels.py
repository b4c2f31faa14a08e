"""What the page of a campaign shows beside the campaign itself: each part of the room adds its own panel."""

from collections.abc import Callable
from typing import Any

from placette.people.standing import Standing

from .models import Campaign, Pledge

# Called with who looks, the campaign (organisers, extension and closing fetched) and her pledge, None where she takes no
# part; gives a template with what it wants, or None. In the order in which they are shown.
type Panel = Callable[[Standing, Campaign, Pledge | None], tuple[str, dict[str, Any]] | None]
panels: list[Panel] = []
# What stands at the very end of the page.
below: list[Panel] = []
