"""Metres on the earth, for bounds that are never too short and estimates that say that they are estimates.

A point is turned into earth-centred coordinates (ECEF, WGS84): the straight line between two of them runs through the
ground, so no road is shorter. The database computes the same by carpool_x, carpool_y and carpool_z (migration 0001).
"""

from functools import lru_cache
from math import cos, radians, sin, sqrt

EQUATOR = 6_378_137.0  # metres, WGS84
FLATTENING_SQUARED = 0.00669437999014  # first eccentricity squared, WGS84
# Road over straight line: 1.3 is what motorway networks and 300 European cities show; shared/CARPOOL.md, 4.4 and 4.7,
# measures 1.25 to 1.62 on four extracts. A list shown as « environ » may err; a filter may not, and never uses it.
CIRCUITY = 1.3
# Routers measure on a sphere of their own; against the ellipsoid that is half a percent at most.
SLACK = 1.005
# The slowest part of a trip is its first kilometres: 30 km/h for four of them, then 45, from 10 km on 60, from 30 km on 80,
# from 100 km on 100. As lines of (seconds a metre, seconds lost): speeds only grow, so the least of them is the time.
PACES = ((0.12, 0.0), (0.08, 160.0), (0.06, 360.0), (0.045, 810.0), (0.036, 1710.0))
FASTEST = 130 / 3.6  # metres a second: the limit on French motorways
DETOUR_SHARE, DETOUR_FLOOR, DETOUR_MOST = 0.25, 2_000, 10_000
# The middle of France for `flat`: 46.5° north, 2.5° east.
_NORTH_THERE, _EAST_THERE = radians(46.5), radians(2.5)
EAST = -sin(_EAST_THERE), cos(_EAST_THERE)
NORTH = (
    -sin(_NORTH_THERE) * cos(_EAST_THERE),
    -sin(_NORTH_THERE) * sin(_EAST_THERE),
    cos(_NORTH_THERE),
)

type Point = tuple[float, float]  # latitude, longitude in degrees
type Place = tuple[float, float, float]  # earth-centred metres


@lru_cache(maxsize=4096)
def place(point: Point) -> Place:
    """Kept: a search weighs the same ends against each other many times."""
    latitude, longitude = radians(point[0]), radians(point[1])
    normal = EQUATOR / sqrt(1 - FLATTENING_SQUARED * sin(latitude) ** 2)
    return (
        normal * cos(latitude) * cos(longitude),
        normal * cos(latitude) * sin(longitude),
        normal * (1 - FLATTENING_SQUARED) * sin(latitude),
    )


def flat(here: Place) -> tuple[float, float]:
    """Metres to the east and to the north, on the plane that touches the earth in the middle of France: two places are
    never farther apart on it than they are. The database's carpool_east and carpool_north (migration 0021).
    """
    x, y, z = here
    return EAST[0] * x + EAST[1] * y, NORTH[0] * x + NORTH[1] * y + NORTH[2] * z


def straight(a: Place, b: Place) -> float:
    """Metres in a straight line: never more than any road. To the last bit as the database's `a <-> b`."""
    x, y, z = a[0] - b[0], a[1] - b[1], a[2] - b[2]
    return sqrt(x * x + y * y + z * z)


def road_estimate(straight_metres: float) -> float:
    return CIRCUITY * straight_metres


def seconds_estimate(road_metres: float) -> float:
    """A car's time over so many metres of road, whatever the hour. The database's carpool_seconds (migration 0006)."""
    # Written out: a search asks some thousand times, and a loop takes three times as long.
    (a, _), (b, b0), (c, c0), (d, d0), (e, e0) = PACES
    x = road_metres
    return min(x * a, x * b + b0, x * c + c0, x * d + d0, x * e + e0)


def detour_by_default(road_metres: float) -> int:
    """A quarter of the way and two kilometres, ten at most: the floor lets short trips between villages match."""
    return round(min(DETOUR_SHARE * road_metres + DETOUR_FLOOR, DETOUR_MOST))
