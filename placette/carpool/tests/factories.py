"""Trips for tests."""

from datetime import date
from itertools import pairwise
from typing import Any

from placette.carpool.geometry import (
    SLACK,
    Point,
    detour_by_default,
    place,
    road_estimate,
    seconds_estimate,
    straight,
)
from placette.carpool.models import Trip, Way
from placette.people.models import Person

FONSORBES: Point = (43.533, 1.229)
SAINT_LYS: Point = (43.515, 1.176)
PLAISANCE: Point = (43.565, 1.296)
TOULOUSE: Point = (43.604, 1.444)
MONDAY = date(2026, 11, 30)


def way_of(
    author: Person,
    start: Point = FONSORBES,
    end: Point = TOULOUSE,
    *,
    role: str = "driver",
    clock: int = 8 * 3600,
    seats: int = 3,
    audience: str = "community",
    **fields: Any,
) -> Way:
    trip = Trip.objects.create(
        author=author,
        commune=author.memberships.select_related("commune").first().commune,
        role=role,
        seats=seats,
        audience=audience,
    )
    stops = fields.pop("stops", ())
    line = [place(each) for each in (start, *stops, end)]
    crow = sum(straight(a, b) for a, b in pairwise(line))
    road = fields.pop("road", round(road_estimate(crow)))
    detour = fields.pop("detour", detour_by_default(road))
    when = {} if "weekdays" in fields else {"on": MONDAY}
    if "weekdays" in fields:
        when = {"first_day": date(2026, 9, 1)}
    defaults = {
        "start_name": "Ici", "start_latitude": start[0], "start_longitude": start[1],
        "stop_names": [f"Étape {n}" for n, _ in enumerate(stops)],
        "stop_latitudes": [each[0] for each in stops], "stop_longitudes": [each[1] for each in stops],
        "end_name": "Là-bas", "end_latitude": end[0], "end_longitude": end[1], "clock": clock, "road": road,
        "duration": round(seconds_estimate(road)), "detour": detour,
        "reach": (road + detour) * SLACK if role == "driver" else crow,
    }  # fmt: skip
    shared = {"role": role, "seats": seats, "audience": audience, "commune": trip.commune}
    return Way.objects.create(trip=trip, **shared, **defaults | when | fields)


def shown_way_of(author: Person, *ends: Point, **fields: Any) -> Way:
    """One that its author shows to partners."""
    way = way_of(author, *ends, **fields)
    Trip.objects.filter(pk=way.trip_id).update(shown_to_partners=True)
    way.trip.refresh_from_db()
    return way
