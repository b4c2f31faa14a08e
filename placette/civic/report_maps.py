"""Reports on the map of their commune."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from placette.civic.models import Report
from placette.places.drawing import draw
from placette.places.models import Commune


def of(
    commune: Commune, reports: Sequence[Report], names: dict[str, str] | None = None
) -> dict[str, Any] | None:
    """What _report_map.html draws; None where no outline of the commune is published. Wants `commune.boundary`."""
    drawing = draw([commune], [])
    if drawing is None:
        return None
    sides = {name: round(getattr(commune.boundary, name), 4) for name in ("west", "south", "east", "north")}
    said = names or {}
    placed = [each for each in reports if each.latitude is not None and each.longitude is not None]
    points = [
        {
            "type": "Feature",
            "properties": {
                "name": said.get(each.category, ""),
                "kind": "pin",
                "url": each.get_absolute_url(),
            },
            "geometry": {"type": "Point", "coordinates": [each.longitude, each.latitude]},
        }
        for each in placed
    ]
    return {
        "drawing": drawing,
        "spots": [
            (*drawing.frame.point(each.latitude or 0.0, each.longitude or 0.0), said.get(each.category, ""))
            for each in placed
        ],
        "outlines": f"{reverse('places:box')}?{urlencode(sides)}",
        "features": {"type": "FeatureCollection", "features": points},
    }
