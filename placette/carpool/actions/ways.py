"""One direction of a trip, as it is posted and as the database keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from placette.carpool.geometry import SLACK, Point, detour_by_default, place, straight
from placette.carpool.models import Trip, Way
from placette.carpool.riding import End
from placette.carpool.router import Road, road_along


@dataclass(frozen=True)
class Direction:
    """One way of a trip as it is posted: `on` a date, or on `weekdays` from a first day on."""

    start: End
    end: End
    clock: int  # seconds after midnight
    flexibility: int  # seconds, either way
    on: date | None = None
    weekdays: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    direction: str = Way.Direction.OUT
    stops: tuple[End, ...] = ()  # where a driver passes in between, in her order


def road_of(each: Direction) -> Road:
    """One question to the router: not to be asked while rows are locked."""
    return road_along([end.point for end in (each.start, *each.stops, each.end)])


def fields_of(trip: Trip, each: Direction, found: Road, detour: int | None) -> dict[str, Any]:
    """Of the Way. `detour`: metres that a driver accepts; None is the usual (geometry.detour_by_default)."""
    line = [end.point for end in (each.start, *each.stops, each.end)]
    road = round(found.metres)
    drives = trip.role == Trip.Role.DRIVER
    accepted = (detour_by_default(road) if detour is None else detour) if drives else 0
    return {
        "role": trip.role, "is_open": trip.state == Trip.State.OPEN, "seats": trip.seats, "commune": trip.commune,
        "audience": trip.audience, "start_name": each.start.name, "end_name": each.end.name,
        "start_latitude": each.start.point[0], "start_longitude": each.start.point[1],
        "end_latitude": each.end.point[0], "end_longitude": each.end.point[1],
        "stop_names": [stop.name for stop in each.stops],
        "stop_latitudes": [stop.point[0] for stop in each.stops],
        "stop_longitudes": [stop.point[1] for stop in each.stops],
        "clock": each.clock, "flexibility": each.flexibility, "on": each.on, "weekdays": each.weekdays,
        "first_day": each.first_day, "last_day": each.last_day, "road": road, "duration": round(found.seconds),
        "source": found.source, "detour": accepted, "reach": reach_of(line, road, accepted, drives=drives),
    }  # fmt: skip


def reach_of(line: Sequence[Point], road: int, detour: int, *, drives: bool) -> float:
    """Metres that a way may become long. No road along these points is shorter than their straight lines."""
    crow = sum(straight(a, b) for a, b in pairwise(place(point) for point in line))
    return max(crow, road + detour) * SLACK if drives else crow
