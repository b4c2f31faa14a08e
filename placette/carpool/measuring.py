"""How far and how long it is between the stops of courses and one passenger's ends, by the road that a router knows.

Of K plain drives only 2K + 1 distances are asked, in three questions: all A to P, Q to all B, and P to Q (Geisberger
et al., Fast Detour Computation for Ride Sharing, 2009). Courses with stops in between add their stops to these, two
questions for the stops in between, and from stop to stop one for some courses together.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from math import inf
from typing import NamedTuple

from placette.carpool.course import Course, Distances, in_straight_lines
from placette.carpool.geometry import Point, road_estimate
from placette.carpool.router import Router, Table
from placette.carpool.router.estimate import SOURCE as ESTIMATE
from placette.carpool.router.estimate import Estimator

TOGETHER = 60  # stops in one table from stop to stop: of 60 × 60 distances few are wanted, all are counted


class Measured(NamedTuple):
    """One course. Of an estimate no seconds: how fast a car is depends on how far it goes (geometry.seconds_estimate)."""

    metres: Distances
    seconds: Distances | None
    source: str

    @property
    def is_estimated(self) -> bool:
        return self.seconds is None


type Question = tuple[Sequence[Point], Sequence[Point]]


def measured(
    courses: Sequence[Course], pick_up: Point, drop_off: Point, by: Router, most: Sequence[float] = ()
) -> list[Measured | None]:
    """All by the same router: where it fails on the way, all are estimated.

    None for a plain course that by the router's road becomes longer than its `most` metres, as most of a search do.
    """
    if isinstance(by, Estimator):
        return [estimated(each, pick_up, drop_off) for each in courses]
    questions = _questions(courses, pick_up, drop_off)
    # At once: a router has more threads than one, and the long tables take it the same time.
    with ThreadPoolExecutor(min(8, len(questions))) as pool:
        tables = list(pool.map(lambda question: _each_once(question[0], question[1], by), questions))
    if len({table.source for table in tables}) > 1 or tables[0].source == ESTIMATE:
        return [estimated(each, pick_up, drop_off) for each in courses]
    return _measured(courses, most or [inf] * len(courses), tables)


def estimated(of: Course, pick_up: Point, drop_off: Point) -> Measured:
    lines = in_straight_lines(of, pick_up, drop_off)
    to_p, to_q = [road_estimate(each) for each in lines.to_p], [road_estimate(each) for each in lines.to_q]
    on = [road_estimate(each) for each in lines.on]
    return Measured(Distances(to_p, to_q, to_p, to_q, on, road_estimate(lines.pq)), None, ESTIMATE)


def _questions(courses: Sequence[Course], p: Point, q: Point) -> list[Question]:
    stops = [each.points if each.is_plain else tuple(stop.point for stop in each.stops) for each in courses]
    asked: list[Question] = [
        ([point for points in stops for point in points[:-1]], [p]),
        ([p], [q]),
        ([q], [point for points in stops for point in points[1:]]),
    ]
    if between := [point for points in stops for point in points[1:-1]]:
        asked += [(between, [q]), ([p], between)]
        for some in _together(courses):
            asked.append(
                (
                    [stop.point for each in some for stop in each.stops[:-1]],
                    [stop.point for each in some for stop in each.stops[1:]],
                )
            )
    return asked


def _each_once(sources: Sequence[Point], targets: Sequence[Point], by: Router) -> Table:
    """A place is asked about once, however many set out from there: ends are hexagons, communes and carpool areas."""
    rows, columns = ({point: n for n, point in enumerate(dict.fromkeys(each))} for each in (sources, targets))
    table = by.table(list(rows), list(columns))
    if len(rows) == len(sources) and len(columns) == len(targets):
        return table
    across = [columns[point] for point in targets]
    metres, seconds = (
        [[cells[rows[point]][n] for n in across] for point in sources]
        for cells in (table.metres, table.seconds)
    )
    return Table(metres, seconds, table.source)


def _together(courses: Sequence[Course]) -> list[list[Course]]:
    """Those with stops in between, so many that a table is not too large."""
    groups: list[list[Course]] = []
    size = TOGETHER
    for each in courses:
        if each.is_plain:
            continue
        if size + len(each.stops) > TOGETHER:
            groups.append([])
            size = 0
        groups[-1].append(each)
        size += len(each.stops)
    return groups


def _measured(
    courses: Sequence[Course], most: Sequence[float], tables: Sequence[Table]
) -> list[Measured | None]:
    """From the answers to _questions."""
    metres, seconds = _of_all(tables, "metres"), _of_all(tables, "seconds")
    source, found = tables[0].source, list[Measured | None]()
    at = inner = leg = 0
    for each, longest in zip(courses, most, strict=True):
        if not each.is_plain:
            legs = len(each.stops) - 1
            parts = at, inner, leg, legs
            found.append(Measured(_with_stops(metres, *parts), _with_stops(seconds, *parts), source))
            at, inner, leg = at + legs, inner + legs - 1, leg + legs
            continue
        takes = metres.to_p[at] + metres.pq + metres.from_q[at] <= longest
        found.append(Measured(_plain(metres, at), _plain(seconds, at), source) if takes else None)
        at += 1
    return found


def _of_all(tables: Sequence[Table], name: str) -> Distances:
    """The stops of all courses, one after the other."""
    to_p, pq, from_q, *others = (getattr(table, name) for table in tables)
    to_q, from_p, *from_stop_to_stop = others or ([], [[]])
    on = [row[n] for cells in from_stop_to_stop for n, row in enumerate(cells)]
    return Distances([row[0] for row in to_p], [row[0] for row in to_q], from_p[0], from_q[0], on, pq[0][0])


def _plain(among: Distances, at: int) -> Distances:
    return Distances((among.to_p[at],), (0.0,), (0.0,), (0.0, among.from_q[at]), (0.0,), among.pq)


def _with_stops(among: Distances, at: int, inner: int, leg: int, legs: int) -> Distances:
    rows, between = slice(at, at + legs), slice(inner, inner + legs - 1)
    return Distances(
        among.to_p[rows], [0.0, *among.to_q[between]], [0.0, *among.from_p[between]], [0.0, *among.from_q[rows]],
        among.on[leg : leg + legs], among.pq,
    )  # fmt: skip
