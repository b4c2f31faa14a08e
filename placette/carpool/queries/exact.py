"""Who really drives past: the candidates of a search by the road, as the router of this site knows it.

Of K drives A→B and a passenger P→Q only 2K + 1 distances are asked, in three questions: all A to P, Q to all B, and P
to Q (Geisberger et al., Fast Detour Computation for Ride Sharing, 2009).
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date

from placette.carpool.geometry import Point
from placette.carpool.models import Way
from placette.carpool.queries.matching import DAY, MOST, Candidate, Wish, drivers
from placette.carpool.router import Router, Table, router
from placette.carpool.router.estimate import SOURCE as ESTIMATE
from placette.carpool.router.estimate import Estimator
from placette.people.standing import Standing

UNSURE = 1_800  # seconds by which an estimated hour may be off


@dataclass(frozen=True)
class Exact:
    """A drive that takes this passenger; metres and seconds by the road that `source` knows (models.Way.Source)."""

    way: int
    day: date  # on which the driver sets out
    to_pick_up: float
    on_board: float
    from_drop_off: float
    detour: float  # metres more than the driver's own road
    seconds_to_pick_up: float
    seconds_on_board: float
    seconds_from_drop_off: float
    pick_up: int  # seconds after midnight of the day that was asked for; past midnight beyond 86,400
    seats: int
    source: str

    @property
    def is_estimated(self) -> bool:
        return self.source == ESTIMATE


def drivers_by_road(
    wish: Wish, standing: Standing | None = None, most: int = MOST, by: Router | None = None
) -> list[Exact]:
    """The drives that take this passenger, least detour first. Two queries and three questions to the router.

    The search is asked with wider hours, since its own are estimated; `exact` trims them.
    """
    wider = replace(wish, flexibility=min(wish.flexibility + UNSURE, DAY // 2))
    return exact(drivers(wider, standing, most), wish, by)


def exact(candidates: Sequence[Candidate], wish: Wish, by: Router | None = None) -> list[Exact]:
    """Those of the drives found that match by road, least true detour first. One query, three questions to the router.

    Where the roads are estimated only hours are trimmed: an estimate is no reason to leave out a driver, who knows better.
    """
    if not candidates:
        return []
    drives = _drives(candidates)
    kept = [each for each in candidates if each.way in drives]
    to_pick_up, on_board, from_drop_off = _tables(
        [drives[each.way].start for each in kept],
        [drives[each.way].end for each in kept],
        wish,
        by or router(),
    )
    found = []
    for n, each in enumerate(kept):
        drive = drives[each.way]
        metres = to_pick_up.metres[n][0], on_board.metres[0][0], from_drop_off.metres[0][n]
        seconds = to_pick_up.seconds[n][0], on_board.seconds[0][0], from_drop_off.seconds[0][n]
        if on_board.source != ESTIMATE and sum(metres) > drive.road + drive.detour:
            continue
        pick_up = (each.day - wish.day).days * DAY + drive.clock + round(seconds[0])
        if abs(pick_up - wish.clock) <= wish.flexibility + drive.flexibility:
            detour = max(0.0, sum(metres) - drive.road)
            found.append(
                Exact(each.way, each.day, *metres, detour, *seconds, pick_up, each.seats, on_board.source)
            )
    return sorted(found, key=lambda match: (match.detour, match.way))


@dataclass(frozen=True)
class _Drive:
    start: Point
    end: Point
    road: int
    detour: int
    clock: int
    flexibility: int


def _drives(candidates: Sequence[Candidate]) -> dict[int, _Drive]:
    rows = Way.objects.filter(pk__in=[each.way for each in candidates]).values_list(
        "pk", "start_latitude", "start_longitude", "end_latitude", "end_longitude", "road", "detour", "clock", "flexibility"
    )  # fmt: skip
    return {pk: _Drive((a, b), (c, d), *rest) for pk, a, b, c, d, *rest in rows}


def _tables(starts: Sequence[Point], ends: Sequence[Point], wish: Wish, by: Router) -> list[Table]:
    """All by the same router: where it fails on the way, all are estimated."""
    for each in (by, Estimator()):
        questions = (starts, [wish.start]), ([wish.start], [wish.end]), ([wish.end], ends)
        # At once: a router has more threads than one, and the two long tables take it the same time.
        with ThreadPoolExecutor(len(questions)) as pool:
            tables = list(pool.map(lambda question, each=each: each.table(*question), questions))
        if len({table.source for table in tables}) == 1:
            break
    return tables
