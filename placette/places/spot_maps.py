"""Spots on the map, and lines between them, over the communes that show there: as a drawing, and for the map that moves."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from placette.places import queries
from placette.places.drawing import Box
from placette.places.ground import ground
from placette.places.spots import Point, town

HIGH, WIDE = 0.06, 0.08  # degrees to each side of where a place is chosen
REACH = 9_500  # metres from its middle to its corners

type Named = tuple[str, Point]


def drawn(box: Box, stops: Sequence[Named], lines: Sequence[Sequence[Point]] = ()) -> dict[str, Any]:
    """What _spots_map.html shows: a drawing, and the same for the map that moves. One query."""
    drawing = ground(box, queries.outlined(box))
    sides = {name: round(getattr(box, name), 4) for name in ("west", "south", "east", "north")}
    return {
        "drawing": drawing,
        "lines": [" ".join("{},{}".format(*drawing.frame.point(*point)) for point in line) for line in lines],
        "stops": [(town(name), *drawing.frame.point(*point)) for name, point in stops],
        "outlines": reverse("places:box", query=sides),
        "features": {
            "type": "FeatureCollection",
            "features": [
                *(_feature({}, "LineString", [_lonlat(point) for point in line]) for line in lines),
                *(_feature({"name": town(name), "kind": "pin"}, "Point", _lonlat(at)) for name, at in stops),
            ],
        },
    }


def around(centre: Point, chosen: Named | None = None, known: Sequence[Named] = ()) -> dict[str, Any]:
    """Some thirteen kilometres, with what is chosen already, and what is known there. One query."""
    latitude, longitude = centre
    box = Box(longitude - WIDE, latitude - HIGH, longitude + WIDE, latitude + HIGH)
    others = [each for each in known if _lies_in(box, each[1]) and (not chosen or each[1] != chosen[1])]
    return drawn(box, [*([chosen] if chosen else []), *others])


def near(point: Point, name: str) -> dict[str, Any]:
    """One place, with some seven kilometres about it. One query."""
    latitude, longitude = point
    box = Box(longitude - WIDE / 2, latitude - HIGH / 2, longitude + WIDE / 2, latitude + HIGH / 2)
    shown = drawn(box, [(name, point)])
    drawing = shown["drawing"]
    return shown | {"drawing": drawing.clear_of(*drawing.frame.point(*point))}


def _feature(properties: dict[str, str], kind: str, coordinates: object) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def _lies_in(box: Box, point: Point) -> bool:
    return box.south <= point[0] <= box.north and box.west <= point[1] <= box.east


def _lonlat(point: Point) -> list[float]:
    return [round(point[1], 4), round(point[0], 4)]
