"""Where to meet a driver half-way: carpool areas that she passes, within a walk of where somebody sets out."""

from collections.abc import Sequence
from dataclasses import dataclass

from placette.carpool import ends
from placette.carpool.geometry import Point, place, road_estimate, straight
from placette.carpool.models import Way
from placette.carpool.queries import areas
from placette.carpool.riding import End, lies_on
from placette.places import spots

WALK = 1_500  # metres as the crow flies: some twenty-five minutes on foot
DRIVE = 10_000  # metres, by bicycle or brought by somebody, where hardly anybody passes nearer
PACE = 1.2  # metres a second on foot, of somebody who is not young
OFFERED = 2  # at one ride
ASIDE = 2_000  # metres by which the straight way of a driver grows
MANY = 1_000  # more than town halls open within a walk
PASSED = 4  # on the page that asks for a seat


@dataclass(frozen=True)
class Meeting:
    """An area, and how far it is: `metres` as the crow flies, as they are said. `note`: how one finds it there."""

    end: End
    metres: int
    note: str = ""
    is_of_the_base: bool = True

    @property
    def called(self) -> str:
        return ", ".join(filter(None, (spots.town(self.end.name), self.note)))

    @property
    def is_walk(self) -> bool:
        return self.metres <= WALK

    @property
    def walk_minutes(self) -> int:
        return max(1, round(road_estimate(self.metres) / PACE / 60))


def around(point: Point, metres: float = WALK) -> list[Meeting]:
    """Nearest first. One query."""
    return [_at(each, each.metres) for each in areas.near(point, metres)]


def apart(point: Point) -> list[Meeting]:
    """The nearest one within a walk, then those beyond it to which one goes, nearest first. One query."""
    found = [_at(each, each.metres) for each in areas.near(point, DRIVE, MANY)]
    walked = [each for each in found if each.is_walk]
    return [*walked[:1], *(each for each in found if not each.is_walk)]


def passed(way: Way, near: Point) -> list[Meeting]:
    """Areas by which this driver passes almost, the nearest to `near` first, none farther from it than one goes. One query."""
    here = place(near)
    found = [
        _at(each, straight(here, place((each.latitude, each.longitude))))
        for each in areas.along_near(way.start, way.end, ASIDE, near, DRIVE)
        if lies_on(way, (each.latitude, each.longitude), way.end)
    ]
    return found[:PASSED]


def on_the_way(way: Way, pick_up: Point, drop_off: Point, known: Sequence[Meeting]) -> tuple[Meeting, ...]:
    """Those of `known` at which this driver may take her, with less of a turn than to `pick_up`. No query."""
    there = _turn(way, pick_up, drop_off)
    passed = [
        each
        for each in known
        if lies_on(way, each.end.point, drop_off) and _turn(way, each.end.point, drop_off) < there
    ]
    return tuple(passed[:OFFERED])


def _at(area: areas.Found, metres: float) -> Meeting:
    return Meeting(ends.of_area(area), round(metres), area.note, area.is_of_the_base)


def _turn(way: Way, pick_up: Point, drop_off: Point) -> float:
    a, p, q = place(way.start), place(pick_up), place(drop_off)
    return straight(a, p) + straight(p, q)
