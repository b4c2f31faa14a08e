"""Carpool areas around a point and along a way. Whoever shows them shows models.areas.CREDIT: the ODbL asks for it."""

from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db import connection

from placette.carpool.geometry import Point, place, straight

MOST = 20
NEAR = """
SELECT id, name, kind, address, latitude, longitude, spaces, place <-> %(at)s::cube AS metres
FROM carpool_area
WHERE is_open AND place <@ cube_enlarge(%(at)s::cube, %(metres)s, 3) AND place <-> %(at)s::cube <= %(metres)s
ORDER BY metres, id LIMIT %(most)s
"""
ALONG = """
SELECT id, name, kind, address, latitude, longitude, spaces,
    (place <-> %(a)s::cube) + (place <-> %(b)s::cube) - %(ab)s AS metres
FROM carpool_area
WHERE is_open AND place <@ cube_enlarge(cube_union(%(a)s::cube, %(b)s::cube), %(wide)s, 3)
    AND (place <-> %(a)s::cube) + (place <-> %(b)s::cube) <= %(ab)s + %(metres)s
ORDER BY metres, id LIMIT %(most)s
"""


@dataclass(frozen=True)
class Found:
    """`metres` in straight lines: to the point, or more than the straight way without the stop."""

    id: int
    name: str
    kind: str
    address: str
    latitude: float
    longitude: float
    spaces: int | None
    metres: float


def near(point: Point, metres: float, most: int = MOST) -> list[Found]:
    """Open areas at most so far away, nearest first. One query, by area_place (GiST)."""
    return _found(NEAR, {"at": str(place(point)), "metres": metres, "most": most})


def along(start: Point, end: Point, metres: float, most: int = MOST) -> list[Found]:
    """Open areas by which the way grows by so many metres at most, least first. One query, by area_place (GiST).

    They lie in the ellipsoid of foci `start` and `end`, which is nowhere farther from the line than half its width.
    """
    a, b = place(start), place(end)
    ab = straight(a, b)
    wide = sqrt((ab + metres) ** 2 - ab**2) / 2
    return _found(ALONG, {"a": str(a), "b": str(b), "ab": ab, "metres": metres, "wide": wide, "most": most})


def _found(sql: str, facts: dict[str, Any]) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)
        return [Found(*row) for row in cursor.fetchall()]
