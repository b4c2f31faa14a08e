"""What a router answers, whichever it is. Metres and seconds by car; `source` says who counted them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Protocol

from placette.carpool.geometry import Point
from placette.core.asking import NoAnswer as RouterFailed

__all__ = ["NOWHERE", "NoRoad", "Road", "Router", "RouterFailed", "Table"]

NOWHERE = inf  # metres and seconds where no road leads


class NoRoad(Exception):
    """No road leads from one of these points to the next."""


@dataclass(frozen=True)
class Road:
    metres: float
    seconds: float
    line: tuple[Point, ...]  # of the road, or the points themselves where it is estimated
    source: str  # models.Way.Source


@dataclass(frozen=True)
class Table:
    """From each source (row) to each target (column); NOWHERE where no road leads."""

    metres: list[list[float]]
    seconds: list[list[float]]
    source: str


class Router(Protocol):
    source: str

    def route(self, points: Sequence[Point]) -> Road:
        """Along these points, two or more, in their order. NoRoad, RouterFailed."""
        ...

    def table(self, sources: Sequence[Point], targets: Sequence[Point]) -> Table:
        """RouterFailed."""
        ...
