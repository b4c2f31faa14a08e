"""The ground of a map without tiles: all communes that show in a part of it as one SVG path, worked out at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from placette.places.drawing import (
    BARE_MARGIN,
    HEIGHT,
    LEAST_AREA,
    LETTER,
    LINE,
    PHONE,
    WIDTH,
    Box,
    Frame,
    Label,
    fitted,
)

EDGE = 2  # units beyond the frame, so that no border is drawn along it


@dataclass(frozen=True)
class Outlined:
    """A commune and its outline, GeoJSON as text."""

    name: str
    geojson: str


@dataclass(frozen=True)
class Ground:
    """`path`: the d of an SVG path."""

    path: str
    labels: list[Label]
    frame: Frame
    width: int = WIDTH
    height: int = HEIGHT

    def clear_of(self, x: float, y: float) -> Ground:
        """With no name under a mark that is put there: it stands above."""
        moved = [
            replace(each, y=round(y) - LINE)
            if abs(each.y - y) < LINE * PHONE and abs(each.x - x) < len(each.text) * LETTER * PHONE / 2
            else each
            for each in self.labels
        ]
        return replace(self, labels=moved)


def ground(box: Box, communes: Sequence[Outlined]) -> Ground:
    """What shows of `communes` in a part of the map. They come the largest first, whose names are written first."""
    frame = Frame([box], BARE_MARGIN)
    outlines = frame.placed(shapely.from_geojson([each.geojson for each in communes]))
    visible = shapely.clip_by_rect(outlines, -EDGE, -EDGE, WIDTH + EDGE, HEIGHT + EDGE)
    pieces, of = shapely.get_parts(visible, return_index=True)
    return Ground(_path(pieces), _labels([each.name for each in communes], pieces, of), frame)


def _labels(names: Sequence[str], pieces: NDArray[np.object_], of: NDArray[np.int64]) -> list[Label]:
    """One in the middle of the largest piece of each commune, while there is room."""
    areas = shapely.area(pieces)
    largest: dict[int, int] = {}
    for n in np.argsort(-areas, kind="stable").tolist():
        if areas[n] >= LEAST_AREA:
            largest.setdefault(int(of[n]), n)
    at = sorted(largest)
    middles = shapely.get_coordinates(shapely.point_on_surface(pieces[[largest[each] for each in at]]))
    labels: list[Label] = []
    for each, (x, y) in zip(at, middles.tolist(), strict=True):
        if label := fitted(names[each], x, y, labels):
            labels.append(label)
    return labels


def _path(pieces: NDArray[np.object_]) -> str:
    """In whole units, of which the screen shows about one a pixel: neighbours keep their common border, and what is
    smaller than a unit is not drawn. Each corner is given by its distance from the one before it.
    """
    corners, ring = shapely.get_coordinates(shapely.get_rings(pieces), return_index=True)
    corners = np.rint(corners).astype(int)
    steps = np.diff(corners, axis=0, prepend=corners[:1])
    starts = np.diff(ring, prepend=-1) != 0
    kept = starts | steps.any(axis=1)
    corners, steps, first = corners[kept], steps[kept], np.flatnonzero(starts[kept])
    drawn = []
    for start, end in pairwise([*first.tolist(), len(steps)]):
        if end - start > 3:  # three corners, and the first of them again
            x, y = corners[start].tolist()
            drawn.append(f"M{x} {y}l{' '.join(map(str, steps[start + 1 : end - 1].ravel().tolist()))}z")
    return "".join(drawn)
