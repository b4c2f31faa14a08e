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
MARGIN = 0.28  # of each side, so that neighbours show
BARE_MARGIN = 0.05  # where there are none
LETTER, LINE = 8.2, 20  # a letter of the labels, in the units of the drawing
PHONE = 1.5  # they are drawn so much larger on a small screen, where fewer find room
LEAST_AREA = 500  # a smaller visible piece of a neighbour carries no label


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    text: str
    on_phones: bool = True


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
    frame: Frame
    area: str = ""  # the d of a path that lies over the communes
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def labels(self) -> list[Label]:
        return [shape.label for shape in (*self.focus, *self.around) if shape.label]


@dataclass(frozen=True)
class Box:
    """A part of the map, in degrees."""

    west: float
    south: float
    east: float
    north: float


def draw(focus: Sequence[Commune], around: Sequence[Commune], area: Any = None) -> Drawing | None:
    """`focus` framed, with what shows of `around`, and the GeoJSON `area` over them; None without any outline.

    Communes come with theirs.
    """
    outlined = [commune for commune in focus if _boundary(commune)]
    if not outlined:
        return None
    frame = Frame([commune.boundary for commune in outlined], MARGIN if around else BARE_MARGIN)
    placed: list[Label] = []
    return Drawing(
        focus=[_shape(commune, frame, placed, clip=False) for commune in outlined],
        around=[
            shape
            for commune in around
            if _boundary(commune) and (shape := _shape(commune, frame, placed, clip=True)).path
        ],
        frame=frame,
        area=_path(frame.place(area)) if area else "",
    )


class Frame:
    """Between degrees and the drawing, in Web Mercator's proportions at the middle latitude."""

    def __init__(self, boundaries: Sequence[Boundary | Box], margin: float) -> None:
        west, east = min(b.west for b in boundaries), max(b.east for b in boundaries)
        south, north = min(b.south for b in boundaries), max(b.north for b in boundaries)
        self.longitude, self.latitude = (west + east) / 2, (south + north) / 2
        self.squeeze = cos(radians(self.latitude))
        width, height = (east - west) * self.squeeze, north - south
        grown = 1 + 2 * margin
        self.scale = min(WIDTH / (width * grown), HEIGHT / (height * grown))

    def place(self, geojson: Any) -> shapely.Geometry:
        return self.placed(read_geojson(geojson))

    def placed(self, shapes: Any) -> Any:
        """A shape, or an array of them, of longitudes and latitudes."""
        return shapely.transform(
            shapes,
            lambda points: (
                (points - (self.longitude, self.latitude)) * (self.squeeze * self.scale, -self.scale)
                + (WIDTH / 2, HEIGHT / 2)
            ),
        )

    def point(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a place lies in the drawing: x, y."""
        x = (longitude - self.longitude) * self.squeeze * self.scale + WIDTH / 2
        return round(x, 1), round((self.latitude - latitude) * self.scale + HEIGHT / 2, 1)

    def position(self, x: float, y: float) -> tuple[float, float]:
        """Latitude and longitude of a point of the drawing."""
        longitude = self.longitude + (x - WIDTH / 2) / (self.squeeze * self.scale)
        return self.latitude - (y - HEIGHT / 2) / self.scale, longitude


def _boundary(commune: Commune) -> Boundary | None:
    return getattr(commune, "boundary", None)


def _shape(commune: Commune, frame: Frame, placed: list[Label], *, clip: bool) -> Shape:
    outline = frame.place(commune.boundary.geojson)
    if clip:
        outline = shapely.clip_by_rect(outline, -2, -2, WIDTH + 2, HEIGHT + 2)
    label = _label(commune, outline, placed)
    if label:
        placed.append(label)
    return Shape(commune, _path(outline), label)


def _label(commune: Commune, outline: shapely.Geometry, placed: list[Label]) -> Label | None:
    """In the middle of the largest piece that shows."""
    pieces = [piece for piece in shapely.get_parts(outline) if piece.area >= LEAST_AREA]
    if not pieces:
        return None
    point = max(pieces, key=lambda piece: piece.area).point_on_surface()
    return fitted(commune.name, point.x, point.y, placed)


def fitted(text: str, x: float, y: float, placed: Sequence[Label]) -> Label | None:
    """A label at this point of the drawing, or as near as it is whole; None where it would lie on one before it."""
    half = len(text) * LETTER * PHONE / 2
    label = Label(
        x=round(min(max(x, half), WIDTH - half)),
        y=round(min(max(y, LINE * PHONE), HEIGHT - LINE)),
        text=text,
    )
    if _meets(label, placed):
        return None
    on_phones = not _meets(label, [each for each in placed if each.on_phones], PHONE)
    return replace(label, on_phones=on_phones)


def _meets(label: Label, others: Sequence[Label], size: float = 1) -> bool:
    """A map of a big town asks this of a thousand pairs."""
    x, y, letters, letter, line = label.x, label.y, len(label.text), LETTER * size / 2, LINE * size
    return any(
        abs(y - each.y) < line and abs(x - each.x) < (letters + len(each.text)) * letter for each in others
    )


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
