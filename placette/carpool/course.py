"""The course of a driver on a day: where she passes in which order, and the best places in it for one passenger more.

Between the start and the end lie her own way-points and the places at which those who ride along that day get in and
out. A passenger P→Q is tried on each leg: she gets in on one and out on the same or a later one, and the order of all
others stays. Never permutations: whoever has agreed on a ride knows between which places she sits.

The rule of queries/matching.py holds for every insertion: it visits A, P, Q and B in this order, so it is no shorter than
    |AP| + |PQ| + |QB|,
and where it is no longer than `reach`, that sum is not either. The filter, and the box in its index, lose nobody.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import isfinite
from typing import NamedTuple

from placette.carpool.actions.seats import Taken, free
from placette.carpool.geometry import Place, Point, place, straight
from placette.carpool.models import Way


class Stop(NamedTuple):
    """A place on the line of a way, so many metres after its start: along straight lines from corner to corner."""

    at: int
    point: Point


@dataclass(frozen=True)
class Course:
    """`points`: the start, the author's way-points, the end; `joined`: where others get in and out that day.

    Where its stops lie along the line is worked out when somebody asks: most drives of a search are too far away.
    """

    points: tuple[Point, ...]
    room: int  # seats
    joined: tuple[Stop, ...] = ()
    taken: tuple[Taken, ...] = ()

    @cached_property
    def corners(self) -> tuple[Stop, ...]:
        """The points, along the line."""
        return _corners(self.points)

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """The corners and where others get in and out, in their order."""
        between = sorted([*self.corners[1:-1], *self.joined], key=lambda stop: stop.at)
        return (self.corners[0], *between, self.corners[-1]) if between else self.corners

    @property
    def length(self) -> int:
        return self.corners[-1].at

    @property
    def most_free(self) -> int:
        """Seats where the fewest are taken."""
        places = {0} | {each.end for each in self.taken if each.end < self.length}
        return max(free(self.taken, self.room, at, at + 1) for at in places)

    @property
    def is_plain(self) -> bool:
        """Straight from the start to the end."""
        return len(self.points) == 2 and not self.joined


class Distances(NamedTuple):
    """Between a passenger's P and Q and the stops of a course, all in metres or all in seconds.

    `on`: from each stop to the next. Of `to_p` and `to_q` the last, of `from_p` and `from_q` the first is never read.
    """

    to_p: Sequence[float]
    to_q: Sequence[float]
    from_p: Sequence[float]
    from_q: Sequence[float]
    on: Sequence[float]
    pq: float


@dataclass(frozen=True)
class Insertion:
    """P on leg `first`, Q on leg `last`; seats are hers from `boards` to `leaves`, metres along the line."""

    first: int
    last: int
    boards: int
    leaves: int
    free: int

    def parts(self, by: Distances) -> tuple[float, float, float]:
        """To the pick-up, on board, and on from the drop-off."""
        i, j = self.first, self.last
        aboard = by.pq if i == j else by.from_p[i + 1] + sum(by.on[i + 1 : j]) + by.to_q[j]
        return sum(by.on[:i]) + by.to_p[i], aboard, by.from_q[j + 1] + sum(by.on[j + 1 :])


def course(
    start: Point,
    end: Point,
    points: Iterable[Point],
    room: int,
    joined: Iterable[Stop] = (),
    taken: Iterable[Taken] = (),
) -> Course:
    """`points`: the author's own; `joined`: where those who ride along get in and out."""
    return Course((start, *points, end), room, tuple(joined), tuple(taken))


def own_course(way: Way) -> Course:
    """Without anybody on board."""
    return course(way.start, way.end, (point for _name, point in way.stops), way.seats)


def insertions(of: Course, pick_up: Point, drop_off: Point) -> Iterator[Insertion]:
    """All, whatever they cost and whether there is a seat."""
    p, q = place(pick_up), place(drop_off)
    legs = range(len(of.stops) - 1)
    boards = [_between(of, leg, p) for leg in legs]
    leaves = [_between(of, leg, q) for leg in legs]
    for i in legs:
        for j in range(i, len(legs)):
            since = boards[i]
            if i == j < len(legs) - 1:  # she gets out before the next stop as well
                since = max(of.stops[i].at, min(since, of.stops[i + 1].at - 2))
            until = max(since + 1, leaves[j])
            yield Insertion(i, j, since, until, free(of.taken, of.room, since, until))


def best(of: Course, pick_up: Point, drop_off: Point, metres: Distances, seats: int = 0) -> Insertion | None:
    """The shortest of those with so many seats, and of those of one length the one with most; None where there is none."""
    possible = [each for each in insertions(of, pick_up, drop_off) if each.free >= seats]
    if len(possible) < 2:
        return next(iter(possible), None)
    return min(possible, key=lambda each: (_whole(sum(each.parts(metres))), -each.free))


def _whole(metres: float) -> float:
    return round(metres) if isfinite(metres) else metres


def in_straight_lines(of: Course, pick_up: Point, drop_off: Point) -> Distances:
    p, q = place(pick_up), place(drop_off)
    stops = [place(each.point) for each in of.stops]
    to_p, to_q = [straight(each, p) for each in stops], [straight(each, q) for each in stops]
    return Distances(to_p, to_q, to_p, to_q, [straight(a, b) for a, b in pairwise(stops)], straight(p, q))


def beside(a: Stop, b: Stop, p: Place) -> int:
    """Metres along the line at which P lies beside it, between these two corners: as far on it as on the way by P.

    So somebody behind the start, or beyond the end, still comes before or after her neighbour.
    """
    to_p, from_p = straight(place(a.point), p), straight(p, place(b.point))
    return a.at + round((b.at - a.at) * to_p / (to_p + from_p)) if to_p else a.at


def _corners(points: Sequence[Point]) -> tuple[Stop, ...]:
    corners = [Stop(0, points[0])]
    for before, point in pairwise(points):
        corners.append(Stop(corners[-1].at + round(straight(place(before), place(point))), point))
    return tuple(corners)


def _between(of: Course, leg: int, p: Place) -> int:
    """Where on the line she gets in or out who does so on this leg: beside it, and strictly between its two stops, so
    that they are read in this order again. At the start and at the end of the way she may be at the very end.
    """
    before, after = of.stops[leg], of.stops[leg + 1]
    if of.is_plain:  # as nearly all are
        return max(before.at, min(after.at, beside(before, after, p)))
    lowest, highest = before.at + (leg > 0), after.at - (leg + 2 < len(of.stops))
    n = max(n for n, corner in enumerate(of.corners[:-1]) if n == 0 or corner.at <= before.at)
    return max(lowest, min(highest, beside(of.corners[n], of.corners[n + 1], p)))
