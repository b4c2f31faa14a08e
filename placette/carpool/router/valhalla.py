"""Valhalla over HTTP: https://valhalla.github.io/valhalla/api/. Its table is a hundred times slower than OSRM's and
limited to 2,500 pairs by default (service_limits.auto.max_matrix_location_pairs): for who runs it already.
"""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from placette.carpool.geometry import Point
from placette.carpool.router.osrm import Amount, Routes, table_of
from placette.carpool.router.refusals import code_of
from placette.carpool.router.roads import NoRoad, Road, Table
from placette.core.asking import Asking, Refused

SOURCE = "valhalla"
ROADLESS = {171, 442}  # no suitable edges near a location; no path between locations
CAR = {"costing": "auto", "units": "kilometers"}


class Cell(BaseModel):
    distance: Amount | None = None  # kilometres
    time: Amount | None = None


class Cells(BaseModel):
    sources_to_targets: list[list[Cell]]


class Valhalla:
    source = SOURCE

    def __init__(self, address: str, seconds: float) -> None:
        self._asking = Asking(address, seconds)

    def route(self, points: Sequence[Point]) -> Road:
        question = CAR | {"locations": _locations(points), "format": "osrm", "shape_format": "geojson"}
        try:
            return self._asking.post("/route", question, Routes).road(SOURCE)
        except Refused as refused:
            if code_of(refused) in ROADLESS | {"NoRoute", "NoSegment"}:
                raise NoRoad from None
            raise

    def table(self, sources: Sequence[Point], targets: Sequence[Point]) -> Table:
        if not sources or not targets:
            return Table([[] for _ in sources], [[] for _ in sources], SOURCE)
        question = CAR | {"sources": _locations(sources), "targets": _locations(targets)}
        cells = self._asking.post("/sources_to_targets", question, Cells).sources_to_targets
        metres = [[None if each.distance is None else each.distance * 1_000 for each in row] for row in cells]
        seconds = [[each.time for each in row] for row in cells]
        return table_of(metres, seconds, len(sources), len(targets), SOURCE)


def _locations(points: Sequence[Point]) -> list[dict[str, Any]]:
    return [{"lat": latitude, "lon": longitude} for latitude, longitude in points]
