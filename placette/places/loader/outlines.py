"""Outlines, centres and neighbours, all at once with shapely.

The published outlines are already generalised (31 points a commune) along shared borders; simplifying them
again saved 1 % and cost two seconds, so they are only rounded to a metre.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from placette.places.geography import distance

from .sources import Place

# Two outlines are 10 m apart at most where they should share a border (52 pairs in France).
GAP = 0.0001
DECIMALS = 5


@dataclass(frozen=True)
class Outlines:
    """`codes`, `shapes`, `centres` (longitude, latitude) in the same order."""

    codes: list[str]
    shapes: NDArray[np.object_]
    centres: NDArray[np.float64]

    def centre_of(self) -> dict[str, tuple[float, float]]:
        """(latitude, longitude) by code."""
        return {
            code: (round(latitude, DECIMALS), round(longitude, DECIMALS))
            for code, (longitude, latitude) in zip(self.codes, self.centres.tolist(), strict=True)
        }

    def boundaries(self) -> Iterator[tuple[str, str, float, float, float, float]]:
        bounds = shapely.bounds(self.shapes).tolist()
        for code, geojson, box in zip(self.codes, shapely.to_geojson(self.shapes), bounds, strict=True):
            yield code, geojson, *box

    def adjacencies(self, beside: Outlines) -> Iterator[tuple[str, str, int]]:
        """Both directions of every pair that touches, among these or with one `beside`; metres between centres."""
        codes, shapes = [*self.codes, *beside.codes], np.concatenate([self.shapes, beside.shapes])
        left, right = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=GAP)
        wanted = (left != right) & (np.minimum(left, right) < len(self.codes))
        left, right = left[wanted], right[wanted]
        longitudes, latitudes = np.concatenate([self.centres, beside.centres]).T
        metres = distance(latitudes[left], longitudes[left], latitudes[right], longitudes[right])
        for i, j, metre in zip(
            left.tolist(), right.tolist(), metres.round().astype(int).tolist(), strict=True
        ):
            yield codes[i], codes[j], metre


def outlines(places: Mapping[str, Place], parts: Mapping[str, list[Place]]) -> Outlines:
    """Of the places that have one; a merged commune without its own is the union of its parts (`parts`)."""
    shape_of: dict[str, shapely.Geometry] = {}
    with_outline = [place for place in places.values() if place.outline]
    shapes = shapely.from_wkb([place.outline for place in with_outline])
    shape_of.update(zip((place.code for place in with_outline), shapes, strict=True))
    for code, place in places.items():
        pieces = [part.outline for part in parts.get(code, ()) if part.outline]
        if not place.outline and pieces:
            shape_of[code] = shapely.unary_union(shapely.from_wkb(pieces))

    codes = list(shape_of)
    rounded = shapely.transform(list(shape_of.values()), lambda points: points.round(DECIMALS))
    return Outlines(codes, rounded, _centres(rounded, [places[code].position for code in codes]))


def _centres(shapes: NDArray[np.object_], positions: list[str]) -> NDArray[np.float64]:
    """The town hall where it stands inside the outline, otherwise a point inside.

    Neighbours measure their distance from square to square rather than from one geometric centre to another.
    """
    town_halls = shapely.from_wkb([position or None for position in positions])
    shapely.prepare(shapes)
    points = np.where(shapely.contains(shapes, town_halls), town_halls, shapely.point_on_surface(shapes))
    return shapely.get_coordinates(points)
