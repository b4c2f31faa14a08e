"""A way as a partner reads it on one day: where its user gets in and out, when, for how long.

Nobody's door is shown: a resident's point is the centre of its cell, and the time to a point that was asked for is
reckoned from that centre as well, so that no number of questions tells more.
"""

from dataclasses import dataclass
from datetime import date, datetime

from placette.carpool.course import best, course, in_straight_lines
from placette.carpool.geometry import Point, place, road_estimate, seconds_estimate, straight
from placette.carpool.models import Way
from placette.carpool.riding import instant
from placette.carpool.standard.queries import ROUNDED, Asked, Near
from placette.places.cells import cell_at, centre
from placette.places.clock import zone_of
from placette.places.geography import distance

AT_THE_END = ROUNDED / 1_000  # km: a point that was shown is that far from the resident's own at most


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
    """None where what would be shown lies outside the radii.

    Who passes places of her own and is asked for between her very ends is met at her start: her road may come by there
    again. From anywhere else she is met where she was asked for, however wide the radii.
    """
    way, start, end = near.way, shown(near.way.start), shown(near.way.end)
    walks = (great_circle(asked.start, start), great_circle(end, asked.end))
    are_near = walks[0] <= asked.start_radius * 1_000 and walks[1] <= asked.end_radius * 1_000
    at_her_ends = are_near and max(walks) <= AT_THE_END * 1_000
    if near.passes and not (way.stop_names and at_her_ends):
        before, aboard = _through(way, asked.start, asked.end)
        after = _minutes(seconds_estimate(road_estimate(before)))
        road = round(road_estimate(aboard))
        duration = round(seconds_estimate(road))
        return Shape(
            way, asked.start, asked.end, after, after, road, duration, (0, 0), round(near.detour / 100) * 100
        )
    before = 0 if way.role == "driver" else _minutes(seconds(asked.start, start))
    detour = round(near.detour / 100) * 100
    if near.is_fetched:
        return Shape(way, start, end, 0, before, way.road, way.duration, (0, 0), detour, before)
    if not are_near:
        return None
    return Shape(way, start, end, 0, before, way.road, way.duration, (round(walks[0]), round(walks[1])), 0)


def _through(way: Way, pick_up: Point, drop_off: Point) -> tuple[float, float]:
    """Metres in straight lines to the pick-up and on to the drop-off, by all places that she passes, as they are shown."""
    stops = [shown(point) for _name, point in way.stops]
    drives = course(shown(way.start), shown(way.end), stops, way.seats)
    lines = in_straight_lines(drives, pick_up, drop_off)
    insertion = best(drives, pick_up, drop_off, lines)
    assert insertion is not None  # any number of seats will do
    to_pick_up, aboard, _ = insertion.parts(lines)
    return to_pick_up, aboard


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
