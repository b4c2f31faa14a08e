"""The places of a commune on its map."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from placette.places.drawing import draw
from placette.places.models import Commune
from placette.townhall.models import Facility


def of(commune: Commune, facilities: Iterable[Facility]) -> dict[str, Any] | None:
    """What civic/_report_map.html draws; None where none has its point, or the commune no outline. No query: it wants
    `commune.boundary`.
    """
    placed = [
        (each, each.latitude, each.longitude)
        for each in facilities
        if each.latitude is not None and each.longitude is not None
    ]
    drawing = draw([commune], []) if placed else None
    if drawing is None:
        return None
    sides = {name: round(getattr(commune.boundary, name), 4) for name in ("west", "south", "east", "north")}
    return {
        "drawing": drawing,
        "spots": [
            (*drawing.frame.point(latitude, longitude), each.name) for each, latitude, longitude in placed
        ],
        "outlines": reverse("places:box", query=sides),
        "features": {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"name": each.name, "kind": "pin", "url": f"#place-{each.pk}"},
                    "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
                }
                for each, latitude, longitude in placed
            ],
        },
    }
