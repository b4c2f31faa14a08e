"""A way as a partner reads it on one day: where its user gets in and out, when, for how long.

Nobody's door is shown: a resident's point is the centre of its cell, and the time to a point that was asked for is
reckoned from that centre as well, so that no number of questions tells more.
"""

from dataclasses import dataclass
from datetime import date, datetime

from placette.carpool.geometry import Point, place, road_estimate, seconds_estimate, straight
from placette.carpool.models import Way
from placette.carpool.riding import instant
from placette.carpool.standard.queries import Asked, Near
from placette.places.cells import cell_at, centre
from placette.places.clock import zone_of
from placette.places.geography import distance


@dataclass(frozen=True)
class Shape:
    """Where a partner's user gets in and out of a way, whatever the day."""

    way: Way
    pick_up: Point
    drop_off: Point
    after: int  # seconds from the clock of the way to the pick-up
    before: int  # seconds from the driver's setting out to the pick-up
    road: int  # metres together on board
    duration: int  # seconds
    walks: tuple[int, int]  # metres, from the asked departure and to the asked arrival
    detour: int  # metres
    drive: int = 0  # seconds from the asked moment to the pick-up, of one who drives there


def shape(near: Near, asked: Asked) -> Shape | None:
    """None where what would be shown lies outside the radii."""
    way, start, end = near.way, shown(near.way.start), shown(near.way.end)
    if near.passes:
        after = _minutes(seconds(start, asked.start))
        road = round(road_estimate(straight(place(asked.start), place(asked.end))))
        duration = round(seconds_estimate(road))
        return Shape(
            way, asked.start, asked.end, after, after, road, duration, (0, 0), round(near.detour / 100) * 100
        )
    before = 0 if way.role == "driver" else _minutes(seconds(asked.start, start))
    detour = round(near.detour / 100) * 100
    if near.is_fetched:
        return Shape(way, start, end, 0, before, way.road, way.duration, (0, 0), detour, before)
    walks = (great_circle(asked.start, start), great_circle(end, asked.end))
    if walks[0] > asked.start_radius * 1_000 or walks[1] > asked.end_radius * 1_000:
        return None
    return Shape(way, start, end, 0, before, way.road, way.duration, (round(walks[0]), round(walks[1])), 0)


def shown(point: Point) -> Point:
    """The centre of the cell in which it lies."""
    latitude, longitude = centre(cell_at(*point))
    return round(latitude, 6), round(longitude, 6)


def seconds(start: Point, end: Point) -> float:
    return seconds_estimate(road_estimate(straight(place(start), place(end))))


def great_circle(start: Point, end: Point) -> float:
    """Metres on the sphere on which the standard's validators measure."""
    return float(distance(*start, *end))


def sets_out(way: Way, day: date) -> datetime:
    """By the clocks there."""
    return instant(day, way.clock, zone_of(way.commune_id))


def _minutes(seconds: float) -> int:
    return round(seconds / 60) * 60
