"""OSRM over HTTP: https://project-osrm.org/docs/v5.24.0/api/. `osrm-routed --max-table-size 1001` or more, as
docs/operations.md says; with its default of 100 the same table takes eleven questions.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from placette.carpool.geometry import Point
from placette.carpool.router.refusals import code_of
from placette.carpool.router.roads import NOWHERE, NoRoad, Road, RouterFailed, Table
from placette.core.asking import Asking, Refused

SOURCE = "osrm"
MOST = 4_000  # places in one question
BY_DEFAULT = 100  # places in a table, of an osrm-routed that was not told otherwise
ROADLESS = {"NoRoute", "NoSegment", "NoTable"}

# Between two places of one street OSRM may say -0.1.
type Amount = Annotated[float, Field(ge=-1, allow_inf_nan=False)]
type Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class Line(BaseModel):
    coordinates: list[tuple[Degrees, Degrees]] = Field(min_length=1)  # longitude first


class Way(BaseModel):
    distance: Amount
    duration: Amount
    geometry: Line


class Routes(BaseModel):
    """Valhalla answers in this shape, too, when asked to."""

    code: Literal["Ok"]
    routes: list[Way] = Field(min_length=1)

    def road(self, source: str) -> Road:
        best = self.routes[0]
        line = tuple((latitude, longitude) for longitude, latitude in best.geometry.coordinates)
        return Road(best.distance, best.duration, line, source)


class Tables(BaseModel):
    code: Literal["Ok"]
    distances: list[list[Amount | None]]
    durations: list[list[Amount | None]]


class Osrm:
    source = SOURCE

    def __init__(self, address: str, seconds: float) -> None:
        self._asking = Asking(address, seconds)
        self._most = MOST

    def route(self, points: Sequence[Point]) -> Road:
        path = f"/route/v1/driving/{_coordinates(points)}?overview=full&geometries=geojson"
        try:
            return self._asking.get(path, Routes).road(SOURCE)
        except Refused as refused:
            if code_of(refused) in ROADLESS:
                raise NoRoad from None
            raise

    def table(self, sources: Sequence[Point], targets: Sequence[Point]) -> Table:
        if not sources or not targets:
            return Table([[] for _ in sources], [[] for _ in sources], SOURCE)
        try:
            return self._in_parts(sources, targets)
        except Refused as refused:
            if code_of(refused) != "TooBig" or self._most == BY_DEFAULT:
                raise
            self._most = BY_DEFAULT
            return self._in_parts(sources, targets)

    def _in_parts(self, sources: Sequence[Point], targets: Sequence[Point]) -> Table:
        half = self._most // 2
        across = max(half, self._most - len(sources))
        down = max(half, self._most - min(len(targets), across))
        metres: list[list[float]] = []
        seconds: list[list[float]] = []
        for top in range(0, len(sources), down):
            rows = sources[top : top + down]
            parts = [
                self._table(rows, targets[left : left + across]) for left in range(0, len(targets), across)
            ]
            metres += [[each for part in parts for each in part.metres[n]] for n in range(len(rows))]
            seconds += [[each for part in parts for each in part.seconds[n]] for n in range(len(rows))]
        return Table(metres, seconds, SOURCE)

    def _table(self, sources: Sequence[Point], targets: Sequence[Point]) -> Table:
        """Without the streets to which OSRM has moved each place: they were nine tenths of its answer."""
        rows, columns = len(sources), len(targets)
        path = (
            f"/table/v1/driving/{_coordinates([*sources, *targets])}"
            f"?sources={_numbers(0, rows)}&destinations={_numbers(rows, rows + columns)}"
            "&annotations=distance,duration&skip_waypoints=true"
        )
        found = self._asking.get(path, Tables)
        return table_of(found.distances, found.durations, rows, columns, SOURCE)


def table_of(
    metres: list[list[float | None]], seconds: list[list[float | None]], rows: int, columns: int, source: str
) -> Table:
    """RouterFailed unless it has the shape that was asked for."""
    for each in (metres, seconds):
        if len(each) != rows or any(len(row) != columns for row in each):
            raise RouterFailed("a table of another shape")
    return Table(_filled(metres), _filled(seconds), source)


def _filled(cells: list[list[float | None]]) -> list[list[float]]:
    return [[NOWHERE if each is None else max(0.0, each) for each in row] for row in cells]


def _coordinates(points: Sequence[Point]) -> str:
    return ";".join(f"{longitude:.6f},{latitude:.6f}" for latitude, longitude in points)


def _numbers(start: int, end: int) -> str:
    return ";".join(map(str, range(start, end)))
