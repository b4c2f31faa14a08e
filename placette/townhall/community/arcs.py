"""What neighbours exchange from one commune to the next, as arcs over the outlines of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot

from placette.places.drawing import Drawing
from placette.places.models import Commune

THINNEST, THICKEST = 3.0, 12.0  # in the units of the drawing
BEND = 0.18  # of the distance, so that both ends and what lies between stay in sight


@dataclass(frozen=True)
class Arc:
    """`exchanges`: at least so many, as the sheets of both communes show. `path` is the d of an SVG path; x and y its middle."""

    one: Commune
    other: Commune
    exchanges: int
    path: str
    width: float
    x: float
    y: float


def arcs(
    drawing: Drawing, communes: Mapping[str, Commune], exchanged: Mapping[tuple[str, str], int]
) -> list[Arc]:
    """The most exchanges first. A commune without a known middle has none."""
    most = max(exchanged.values(), default=1)
    found = [
        _arc(drawing, communes[one], communes[other], exchanges, most)
        for (one, other), exchanges in exchanged.items()
        if communes[one].latitude is not None and communes[other].latitude is not None
    ]
    return sorted(found, key=lambda arc: (-arc.exchanges, arc.one.name, arc.other.name))


def _arc(drawing: Drawing, one: Commune, other: Commune, exchanges: int, most: int) -> Arc:
    (x, y), (u, v) = (
        drawing.frame.point(each.latitude or 0, each.longitude or 0)
        for each in sorted((one, other), key=lambda commune: commune.longitude or 0)
    )
    # Always bent northwards: from the west to the east, to the left of the way.
    side_x, side_y = (x + u) / 2 + (v - y) * BEND * 2, (y + v) / 2 - hypot(u - x, 0) * BEND * 2
    return Arc(
        one,
        other,
        exchanges,
        f"M{x} {y}Q{side_x:.1f} {side_y:.1f} {u} {v}",
        round(THINNEST + (THICKEST - THINNEST) * exchanges / most, 1),
        round((x + 2 * side_x + u) / 4, 1),
        round((y + 2 * side_y + v) / 4, 1),
    )
