"""How far and how long it is between the stops of courses and one passenger's ends, by the road that a router knows.

Of K plain drives only 2K + 1 distances are asked, in three questions: all A to P, Q to all B, and P to Q (Geisberger
et al., Fast Detour Computation for Ride Sharing, 2009). Courses with stops in between add their stops to these, two
questions for the stops in between, and from stop to stop one for some courses together.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from placette.carpool.course import Course, Distances, in_straight_lines
from placette.carpool.geometry import Point, road_estimate
from placette.carpool.router import Router, Table
from placette.carpool.router.estimate import SOURCE as ESTIMATE
from placette.carpool.router.estimate import Estimator

TOGETHER = 60  # stops in one table from stop to stop: of 60 × 60 distances few are wanted, all are counted


@dataclass(frozen=True)
class Measured:
    """One course. Of an estimate no seconds: how fast a car is depends on how far it goes (geometry.seconds_estimate)."""

    metres: Distances
    seconds: Distances | None
    source: str

    @property
    def is_estimated(self) -> bool:
        return self.seconds is None


type Question = tuple[Sequence[Point], Sequence[Point]]


def measured(courses: Sequence[Course], pick_up: Point, drop_off: Point, by: Router) -> list[Measured]:
    """All by the same router: where it fails on the way, all are estimated."""
    if isinstance(by, Estimator):
        return [estimated(each, pick_up, drop_off) for each in courses]
    questions = _questions(courses, pick_up, drop_off)
    # At once: a router has more threads than one, and the long tables take it the same time.
    with ThreadPoolExecutor(min(8, len(questions))) as pool:
        tables = list(pool.map(lambda question: _each_once(question[0], question[1], by), questions))
    if len({table.source for table in tables}) > 1 or tables[0].source == ESTIMATE:
        return [estimated(each, pick_up, drop_off) for each in courses]
    metres, seconds = (_distances(courses, tables, name) for name in ("metres", "seconds"))
    return [Measured(*pair, tables[0].source) for pair in zip(metres, seconds, strict=True)]


def estimated(of: Course, pick_up: Point, drop_off: Point) -> Measured:
    lines = in_straight_lines(of, pick_up, drop_off)
    to_p, to_q = [road_estimate(each) for each in lines.to_p], [road_estimate(each) for each in lines.to_q]
    on = [road_estimate(each) for each in lines.on]
    return Measured(Distances(to_p, to_q, to_p, to_q, on, road_estimate(lines.pq)), None, ESTIMATE)


def _questions(courses: Sequence[Course], p: Point, q: Point) -> list[Question]:
    asked: list[Question] = [
        ([stop.point for each in courses for stop in each.stops[:-1]], [p]),
        ([p], [q]),
        ([q], [stop.point for each in courses for stop in each.stops[1:]]),
    ]
    if between := [stop.point for each in courses for stop in each.stops[1:-1]]:
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


def _distances(courses: Sequence[Course], tables: Sequence[Table], name: str) -> list[Distances]:
    to_p, pq, from_q, *others = (getattr(table, name) for table in tables)
    to_q, from_p, *from_stop_to_stop = others or ([], [[]])
    on = iter([row[n] for cells in from_stop_to_stop for n, row in enumerate(cells)])
    found, at, inner = [], 0, 0
    for each in courses:
        if each.is_plain:
            found.append(Distances(to_p[at], (0.0,), (0.0,), (0.0, from_q[0][at]), (0.0,), pq[0][0]))
            at += 1
            continue
        legs, between = len(each.stops) - 1, len(each.stops) - 2
        rows, columns = slice(at, at + legs), slice(inner, inner + between)
        found.append(
            Distances(
                to_p=[row[0] for row in to_p[rows]],
                to_q=[0.0, *(row[0] for row in to_q[columns])],
                from_p=[0.0, *from_p[0][columns]],
                from_q=[0.0, *from_q[0][rows]],
                on=[next(on) for _ in range(legs)],
                pq=pq[0][0],
            )
        )
        at, inner = at + legs, inner + between
    return found
