"""Carpool areas and town halls' meeting points around a point and along a way.

Whoever shows areas of the base shows models.areas.CREDIT: the ODbL asks for it.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db import connection

from placette.carpool.geometry import Point, place, straight
from placette.carpool.models import Area
from placette.places import names

MOST = 20
CALLED = 40_000  # metres within which a name alone says which place is meant
WORDS = set(names.rare("aire aires parking place covoiturage").split())  # that all of them bear
NEAR = """
SELECT id, name, kind, address, latitude, longitude, spaces, note, place <-> %(at)s::cube AS metres
FROM carpool_area
WHERE is_open AND place <@ cube_enlarge(%(at)s::cube, %(metres)s, 3) AND place <-> %(at)s::cube <= %(metres)s
ORDER BY metres, id LIMIT %(most)s
"""
MEETINGS = NEAR.replace("WHERE is_open", "WHERE is_open AND kind = 'meeting'")
ALONG = """
SELECT id, name, kind, address, latitude, longitude, spaces, note,
    (place <-> %(a)s::cube) + (place <-> %(b)s::cube) - %(ab)s AS metres
FROM carpool_area
WHERE is_open AND place <@ cube_enlarge(cube_union(%(a)s::cube, %(b)s::cube), %(wide)s, 3)
    AND (place <-> %(a)s::cube) + (place <-> %(b)s::cube) <= %(ab)s + %(metres)s
ORDER BY metres, id LIMIT %(most)s
"""
ALONG_NEAR = ALONG.replace(
    "ORDER BY metres", "AND place <-> %(at)s::cube <= %(far)s ORDER BY place <-> %(at)s::cube"
)


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
    note: str
    metres: float

    @property
    def is_of_the_base(self) -> bool:
        return self.kind != Area.Kind.MEETING


def near(point: Point, metres: float, most: int = MOST) -> list[Found]:
    """Open areas at most so far away, nearest first. One query, by area_place (GiST)."""
    return _found(NEAR, {"at": str(place(point)), "metres": metres, "most": most})


def along(start: Point, end: Point, metres: float, most: int = MOST) -> list[Found]:
    """Open areas by which the way grows by so many metres at most, least first. One query, by area_place (GiST).

    They lie in the ellipsoid of foci `start` and `end`, which is nowhere farther from the line than half its width.
    """
    return _found(ALONG, _ellipsoid(start, end, metres) | {"most": most})


def along_near(
    start: Point, end: Point, metres: float, here: Point, far: float, most: int = MOST
) -> list[Found]:
    """Those of `along` at most `far` metres from `here`, nearest to it first: a long road passes many elsewhere. One query."""
    near_her = {"at": str(place(here)), "far": far, "most": most}
    return _found(ALONG_NEAR, _ellipsoid(start, end, metres) | near_her)


def meeting_points(commune_code: str) -> list[Area]:
    """Those that its town hall keeps open, by name. One query, by one_meeting_point_of_a_name."""
    return list(Area.objects.filter(commune=commune_code, is_open=True).order_by("name"))


def closed_points(commune_code: str) -> list[Area]:
    """Those that it has closed last, to open them again. One query, by the index of the keys that begin so."""
    closed = Area.objects.filter(key__startswith="mairie:", commune=commune_code, is_open=False)
    return list(closed.order_by("-updated_on", "-pk")[:MOST])


def called(key: str, near: Point) -> Found | None:
    """The nearest open area whose whole name that is (places.names.key), at most CALLED metres away. One query."""
    around = _found(NEAR, {"at": str(place(near)), "metres": CALLED, "most": 1_000})
    return next((each for each in around if names.key(each.name) == key), None)


def suggested(typed: str, near: Point, most: int) -> list[Found]:
    """Town halls' meeting points of which a word begins like what is typed, the nearest first. One query."""
    plain = names.plain(typed)
    around = _found(MEETINGS, {"at": str(place(near)), "metres": CALLED, "most": 1_000})
    return [each for each in around if f" {plain}" in f" {names.plain(each.name)}"][:most] if plain else []


def named(plain: str, near: Point | None = None) -> Area | None:
    """The open area whose name and address hold all words that tell places apart, of several the one nearest to `near`.

    One query, of all areas (some thousands): asked only where somebody types that she means one.
    """
    wanted = set(names.rare(plain).split()) - WORDS
    if not wanted:
        return None
    alike = [
        each
        for each in Area.objects.filter(is_open=True).order_by("name", "id")
        if wanted <= set(names.rare(names.plain(f"{each.name} {each.address}")).split())
    ]
    if near:
        here = place(near)
        return min(alike, key=lambda each: straight(here, place(each.point)), default=None)
    return alike[0] if alike else None


def _ellipsoid(start: Point, end: Point, metres: float) -> dict[str, Any]:
    a, b = place(start), place(end)
    ab = straight(a, b)
    wide = sqrt((ab + metres) ** 2 - ab**2) / 2
    return {"a": str(a), "b": str(b), "ab": ab, "metres": metres, "wide": wide}


def _found(sql: str, facts: dict[str, Any]) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)
        return [Found(*row) for row in cursor.fetchall()]
