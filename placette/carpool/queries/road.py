"""The road between two places, as it is shown before anything is posted."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from placette.carpool.costs.shares import suggested
from placette.carpool.geometry import Point
from placette.carpool.router import road_along
from placette.carpool.router.estimate import SOURCE as ESTIMATE

FINE = 0.0005  # degrees: what nobody sees on a drawing of a whole ride is left out of its line


@dataclass(frozen=True)
class Shown:
    """Metres and seconds by the road, or estimated, where the line is straight."""

    metres: int
    seconds: int
    line: Sequence[Point]
    is_estimated: bool

    @property
    def minutes(self) -> int:
        return max(1, round(self.seconds / 60))

    @property
    def share_cents(self) -> int:
        """Suggested for one seat all the way."""
        return suggested(self.metres)


def road(points: Sequence[Point]) -> Shown:
    """Along these points. One question to the router; estimated where it knows no road."""
    found = road_along(points)
    line: Sequence[Point] = found.line
    if len(line) > 2:
        line = [(y, x) for y, x in shapely.LineString(line).simplify(FINE).coords]
    return Shown(round(found.metres), round(found.seconds), line, found.source == ESTIMATE)
