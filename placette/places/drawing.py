"""A map without tiles: outlines of communes as SVG paths, north up, drawn by the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, radians
from typing import Any

import shapely
from shapely.geometry import shape as read_geojson

from .models import Boundary, Commune

WIDTH, HEIGHT = 640, 480
MARGIN = 0.28  # of the larger side, so that neighbours show
LETTER = 8.2  # width of a letter of the labels (15 px), in the units of the drawing
LINE = 22
LEAST_AREA = 500  # a smaller visible piece of a neighbour carries no label


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    text: str

    def overlaps(self, other: Label) -> bool:
        apart = (len(self.text) + len(other.text)) * LETTER / 2
        return abs(self.x - other.x) < apart and abs(self.y - other.y) < LINE


@dataclass(frozen=True)
class Shape:
    """One commune: `path` is the d of an SVG path, `label` is absent where there is no room."""

    commune: Commune
    path: str
    label: Label | None


@dataclass(frozen=True)
class Drawing:
    focus: list[Shape]
    around: list[Shape]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def labels(self) -> list[Label]:
        return [shape.label for shape in (*self.focus, *self.around) if shape.label]


def draw(focus: Sequence[Commune], around: Sequence[Commune]) -> Drawing | None:
    """`focus` framed, with what shows of `around`; None without any outline. Communes come with theirs."""
    outlined = [commune for commune in focus if _boundary(commune)]
    if not outlined:
        return None
    frame = _Frame([commune.boundary for commune in outlined])
    placed: list[Label] = []
    return Drawing(
        focus=[_shape(commune, frame, placed, clip=False) for commune in outlined],
        around=[
            shape
            for commune in around
            if _boundary(commune) and (shape := _shape(commune, frame, placed, clip=True)).path
        ],
    )


class _Frame:
    """From degrees to the drawing, in Web Mercator's proportions at the middle latitude."""

    def __init__(self, boundaries: Sequence[Boundary]) -> None:
        west, east = min(b.west for b in boundaries), max(b.east for b in boundaries)
        south, north = min(b.south for b in boundaries), max(b.north for b in boundaries)
        self.longitude, self.latitude = (west + east) / 2, (south + north) / 2
        self.squeeze = cos(radians(self.latitude))
        width, height = (east - west) * self.squeeze, north - south
        grown = 1 + 2 * MARGIN
        self.scale = min(WIDTH / (width * grown), HEIGHT / (height * grown))

    def place(self, geojson: Any) -> shapely.Geometry:
        return shapely.transform(
            read_geojson(geojson),
            lambda points: (
                (points - (self.longitude, self.latitude)) * (self.squeeze * self.scale, -self.scale)
                + (WIDTH / 2, HEIGHT / 2)
            ),
        )


def _boundary(commune: Commune) -> Boundary | None:
    return getattr(commune, "boundary", None)


def _shape(commune: Commune, frame: _Frame, placed: list[Label], *, clip: bool) -> Shape:
    outline = frame.place(commune.boundary.geojson)
    if clip:
        outline = shapely.clip_by_rect(outline, -2, -2, WIDTH + 2, HEIGHT + 2)
    label = _label(commune, outline)
    if label and any(label.overlaps(other) for other in placed):
        label = None
    if label:
        placed.append(label)
    return Shape(commune, _path(outline), label)


def _label(commune: Commune, outline: shapely.Geometry) -> Label | None:
    pieces = [piece for piece in shapely.get_parts(outline) if piece.area >= LEAST_AREA]
    if not pieces:
        return None
    point = max(pieces, key=lambda piece: piece.area).point_on_surface()
    half = len(commune.name) * LETTER / 2
    label = Label(round(point.x), round(min(max(point.y, LINE), HEIGHT - LINE / 2)), commune.name)
    return replace(label, x=round(min(max(point.x, half), WIDTH - half)))


def _path(outline: shapely.Geometry) -> str:
    rings = [
        ring
        for polygon in shapely.get_parts(outline)
        if polygon.geom_type == "Polygon"
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    return "".join(f"M{_points(ring)}Z" for ring in rings)


def _points(ring: shapely.LinearRing) -> str:
    return "L".join(f"{x:.1f} {y:.1f}" for x, y in ring.coords[:-1])
