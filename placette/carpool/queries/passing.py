"""Where drivers pass: the line of a way by the router of this site, or straight, which says that it is."""

import hashlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.core.cache import caches

from placette.carpool.geometry import Point
from placette.carpool.models import Way
from placette.carpool.queries.road import road
from placette.carpool.router import router
from placette.carpool.router.estimate import SOURCE as ESTIMATE
from placette.places.geography import metres_outside

KEPT = 24 * 3600  # seconds: roads are built slowly
AT_ONCE = 8  # questions to a router


@dataclass(frozen=True)
class Line:
    points: Sequence[Point]
    is_estimated: bool

    def metres_beside(self, point: Point) -> float:
        """As the crow flies from the nearest place of the line."""
        coordinates = [[longitude, latitude] for latitude, longitude in self.points]
        return metres_outside({"type": "LineString", "coordinates": coordinates}, *point)


def lines(ways: Iterable[Way]) -> dict[int, Line]:
    """By the number of the way. No query; a question to the router for each whose road this process does not know."""
    corners = {way.pk: _corners(way) for way in ways}
    if router().source == ESTIMATE:
        return {pk: Line(points, True) for pk, points in corners.items()}
    known = {points: caches["process"].get(_key(points)) for points in set(corners.values())}
    unknown = [points for points, line in known.items() if line is None]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for points, line in zip(unknown, pool.map(_asked, unknown), strict=True):
            known[points] = line
            if not line.is_estimated:
                caches["process"].set(_key(points), line, KEPT)
    return {pk: known[points] for pk, points in corners.items()}


def _corners(way: Way) -> tuple[Point, ...]:
    return tuple(way.line)


def _asked(points: Sequence[Point]) -> Line:
    shown = road(points)
    return Line(shown.line, shown.is_estimated)


def _key(points: Sequence[Point]) -> str:
    return "road:" + hashlib.blake2b(repr(points).encode(), digest_size=20).hexdigest()
