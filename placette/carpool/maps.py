"""A ride on the map: the communes it crosses, its two ends, and the line between them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from placette.carpool.geometry import Point
from placette.carpool.queries.matches import Match
from placette.carpool.riding import End
from placette.carpool.spots import town
from placette.places import queries
from placette.places.box_form import WIDEST
from placette.places.drawing import Box
from placette.places.ground import ground

AROUND = 0.25  # of its length, on each side
LEAST = 0.03  # degrees, where a ride goes straight north or east
ROADS, AREAS = 5, 6  # on a map of results: more would be a tangle
HIGH, WIDE = 0.06, 0.08  # degrees to each side of where an end is chosen
REACH = 9_500  # metres from its middle to its corners


def map_of(line: Sequence[Point], stops: Sequence[End]) -> dict[str, Any] | None:
    """What _map.html shows: a drawing, and the same for the map that moves. None where it would be too wide. One query."""
    box = _box([*line, *(each.point for each in stops)])
    return _map(box, [line] if line else [], stops) if box else None


def map_of_matches(start: End, end: End, matches: Sequence[Match]) -> dict[str, Any] | None:
    """Where she gets in and out, where else she may meet a driver, and the roads of the first drivers, as far as they show.

    Without a driver, her own straight line. One query.
    """
    roads = [each.line.points for each in matches[:ROADS] if each.line]
    areas = {each.end.name: each.end for match in matches for each in match.meetings}
    areas |= {each.at_area.end.name: each.at_area.end for each in matches if each.at_area}
    stops = [start, end, *list(areas.values())[:AREAS]]
    box = _box([each.point for each in stops])
    return _map(box, roads or [[start.point, end.point]], stops) if box else None


def around(centre: Point, chosen: End | None, known: Sequence[End] = ()) -> dict[str, Any]:
    """The map to choose an end on: some thirteen kilometres, what the field says already, and areas. One query."""
    latitude, longitude = centre
    box = Box(longitude - WIDE, latitude - HIGH, longitude + WIDE, latitude + HIGH)
    within = [
        each for each in known if _lies_in(box, each.point) and (not chosen or each.point != chosen.point)
    ]
    return _map(box, [], [*([chosen] if chosen else []), *within])


def _map(box: Box, lines: Sequence[Sequence[Point]], stops: Sequence[End]) -> dict[str, Any]:
    drawing = ground(box, queries.outlined(box))
    sides = {name: round(getattr(box, name), 4) for name in ("west", "south", "east", "north")}
    return {
        "drawing": drawing,
        "lines": [" ".join("{},{}".format(*drawing.frame.point(*point)) for point in line) for line in lines],
        "stops": [(town(each.name), *drawing.frame.point(*each.point)) for each in stops],
        "outlines": f"{reverse('places:box')}?{urlencode(sides)}",
        "features": {
            "type": "FeatureCollection",
            "features": [
                *(
                    {
                        "type": "Feature",
                        "properties": {},
                        "geometry": {"type": "LineString", "coordinates": [_lonlat(p) for p in line]},
                    }
                    for line in lines
                ),
                *(
                    {
                        "type": "Feature",
                        "properties": {"name": town(each.name), "kind": "pin"},
                        "geometry": {"type": "Point", "coordinates": _lonlat(each.point)},
                    }
                    for each in stops
                ),
            ],
        },
    }


def _lies_in(box: Box, point: Point) -> bool:
    return box.south <= point[0] <= box.north and box.west <= point[1] <= box.east


def _lonlat(point: Point) -> list[float]:
    return [round(point[1], 4), round(point[0], 4)]


def _box(points: Sequence[Point]) -> Box | None:
    latitudes, longitudes = [each[0] for each in points], [each[1] for each in points]
    height, width = max(latitudes) - min(latitudes), max(longitudes) - min(longitudes)
    more = max(height, width) * AROUND + LEAST
    if max(height, width) + 2 * more > WIDEST:
        return None
    return Box(min(longitudes) - more, min(latitudes) - more, max(longitudes) + more, max(latitudes) + more)
