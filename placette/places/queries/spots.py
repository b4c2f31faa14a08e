"""Which commune a point lies in."""

from __future__ import annotations

import math

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from placette.places.geography import distance, metres_outside
from placette.places.models import Commune

SHORE = 1_000  # metres: a quay, a beach, what the simplified outlines cut off
ALONE = 10_000  # metres around the centre of a commune without outline
NEAR = 100_000  # metres
# The index knows this expression (models.Boundary).
INSIDE = """
SELECT commune_id FROM places_boundary
WHERE box(point(west, south), point(east, north)) && box(point(%s, %s), point(%s, %s))
"""
DEGREE = 111_195  # metres of latitude


def outlined_in(west: float, south: float, east: float, north: float) -> QuerySet[Commune]:
    """Communes of which the outline's sides touch this part of the map, with their outlines. One query, by boundary_box."""
    inside = Commune.objects.filter(pk__in=RawSQL(INSIDE, [west, south, east, north]))  # noqa: S611 - numbers
    return inside.select_related("boundary")


def commune_at(latitude: float, longitude: float) -> Commune | None:
    """The one whose outline holds the point, or lies at most a kilometre away; or whose centre does within ten, of those
    few of which no outline is published.

    One query where it lies inside, else up to three.
    """
    for margin in (0, SHORE):
        near = [
            (metres_outside(each.boundary.geojson, latitude, longitude), each.code, each)
            for each in _around(latitude, longitude, margin)
        ]
        metres, _, commune = min(near, default=(math.inf, "", None))
        if metres <= margin:
            return commune
    return _without_outline(latitude, longitude)


def is_near_france(latitude: float, longitude: float) -> bool:
    """Some commune has its centre at most 100 km away, roughly. One query."""
    return _centred(latitude, longitude, NEAR).exists()


def _around(latitude: float, longitude: float, metres: float) -> QuerySet[Commune]:
    north, east = _degrees(latitude, metres)
    return outlined_in(longitude - east, latitude - north, longitude + east, latitude + north)


def _without_outline(latitude: float, longitude: float) -> Commune | None:
    near = [
        (distance(latitude, longitude, each.latitude, each.longitude), each.code, each)
        for each in _centred(latitude, longitude, ALONE).filter(boundary__isnull=True)
    ]
    metres, _, commune = min(near, default=(math.inf, "", None))
    return commune if metres <= ALONE else None


def _centred(latitude: float, longitude: float, metres: float) -> QuerySet[Commune]:
    north, east = _degrees(latitude, metres)
    return Commune.objects.filter(
        latitude__range=(latitude - north, latitude + north),
        longitude__range=(longitude - east, longitude + east),
    )


def _degrees(latitude: float, metres: float) -> tuple[float, float]:
    north = metres / DEGREE
    return north, north / max(0.1, math.cos(math.radians(latitude)))
