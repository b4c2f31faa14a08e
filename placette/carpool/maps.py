"""A ride on the map: the communes it crosses, its two ends, and the line between them."""

from collections.abc import Sequence
from typing import Any

from placette.carpool.geometry import Point
from placette.carpool.queries.matches import Match
from placette.carpool.riding import End
from placette.places import spot_maps
from placette.places.box_form import WIDEST
from placette.places.drawing import Box

AROUND = 0.25  # of its length, on each side
LEAST = 0.03  # degrees, where a ride goes straight north or east
ROADS, AREAS = 5, 6  # on a map of results: more would be a tangle


def map_of(line: Sequence[Point], stops: Sequence[End]) -> dict[str, Any] | None:
    """What _spots_map.html shows: a drawing, and the same for the map that moves. None where it would be too wide. One query."""
    box = _box([*line, *(each.point for each in stops)])
    return spot_maps.drawn(box, [_named(each) for each in stops], [line] if line else []) if box else None


def map_of_matches(start: End, end: End, matches: Sequence[Match]) -> dict[str, Any] | None:
    """Where she gets in and out, where else she may meet a driver, and the roads of the first drivers, as far as they show.

    Without a driver, her own straight line. One query.
    """
    roads = [each.line.points for each in matches[:ROADS] if each.line]
    areas = {each.end.name: each.end for match in matches for each in match.meetings}
    areas |= {each.at_area.end.name: each.at_area.end for each in matches if each.at_area}
    stops = [start, end, *list(areas.values())[:AREAS]]
    box = _box([each.point for each in stops])
    lines = roads or [[start.point, end.point]]
    return spot_maps.drawn(box, [_named(each) for each in stops], lines) if box else None


def around(centre: Point, chosen: End | None, known: Sequence[End] = ()) -> dict[str, Any]:
    """The map to choose an end on: what the field says already, and areas. One query."""
    return spot_maps.around(centre, _named(chosen) if chosen else None, [_named(each) for each in known])


def _named(end: End) -> spot_maps.Named:
    return end.name, end.point


def _box(points: Sequence[Point]) -> Box | None:
    latitudes, longitudes = [each[0] for each in points], [each[1] for each in points]
    height, width = max(latitudes) - min(latitudes), max(longitudes) - min(longitudes)
    more = max(height, width) * AROUND + LEAST
    if max(height, width) + 2 * more > WIDEST:
        return None
    return Box(min(longitudes) - more, min(latitudes) - more, max(longitudes) + more, max(latitudes) + more)
