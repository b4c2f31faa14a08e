"""Roads guessed from straight lines: always there, asks nobody."""

from collections.abc import Sequence
from itertools import pairwise

from placette.carpool.geometry import Place, Point, place, road_estimate, seconds_estimate, straight
from placette.carpool.router.roads import Road, Table

SOURCE = "estimate"


class Estimator:
    """Great circle × circuity, and the pace of a car over so many kilometres. CARPOOL.md 4.7: within a third or so."""

    source = SOURCE

    def route(self, points: Sequence[Point]) -> Road:
        places = [place(each) for each in points]
        metres = sum(_road(a, b) for a, b in pairwise(places))
        return Road(metres, seconds_estimate(metres), tuple(points), SOURCE)

    def table(self, sources: Sequence[Point], targets: Sequence[Point]) -> Table:
        ends = [place(each) for each in targets]
        metres = [[_road(place(each), end) for end in ends] for each in sources]
        return Table(metres, [[seconds_estimate(road) for road in row] for row in metres], SOURCE)


def _road(a: Place, b: Place) -> float:
    return road_estimate(straight(a, b))
