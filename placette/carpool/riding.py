"""Where and when a passenger boards a driver's way and leaves it, by the road that this site knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import isfinite
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from placette.carpool.course import Course, Insertion, best, in_straight_lines, insertions, own_course
from placette.carpool.geometry import Point, seconds_estimate
from placette.carpool.measuring import Measured, estimated, measured
from placette.carpool.models import Way
from placette.carpool.queries.courses import Drive, drives
from placette.carpool.router import Road, Router, router
from placette.carpool.router.estimate import SOURCE

GONE = _("Ce trajet vient d’être retiré. Cherchez-en un autre.")


class Gone(LookupError):
    """Its author has deleted the way since it was read; says so."""

    def __init__(self) -> None:
        super().__init__(str(GONE))


@dataclass(frozen=True)
class End:
    """One end of a ride: what people call it, and where it is."""

    name: str
    point: Point


@dataclass(frozen=True)
class Terms:
    """A ride as two people agree on it. Metres by road where not said otherwise; `boards` and `leaves` along the line."""

    day: date
    pick_up: End
    drop_off: End
    pick_up_at: datetime
    drop_off_at: datetime
    boards: int
    leaves: int
    road: int
    detour: int
    detour_seconds: int


@dataclass(frozen=True)
class Legs:
    """To the pick-up, on board, and on from the drop-off: metres and seconds by the road that `source` knows.

    `alone`: metres and seconds of that day's course without her.
    """

    metres: tuple[float, float, float]
    seconds: tuple[float, float, float]
    source: str
    insertion: Insertion
    alone: tuple[float, float]

    @property
    def free(self) -> int:
        return self.insertion.free

    @property
    def detour(self) -> float:
        """Metres more."""
        return max(0.0, sum(self.metres) - self.alone[0])

    @property
    def detour_seconds(self) -> int:
        """By the clock where a router counts it. An estimate starts anew with each leg, as slowly as a car starts: there
        only the metres that the detour adds take time, at the pace of a ride of this length.
        """
        if self.source != SOURCE:
            return max(0, round(sum(self.seconds) - self.alone[1]))
        return round(seconds_estimate(self.metres[1] + self.detour) - seconds_estimate(self.metres[1]))


def terms(way: Way, day: date, pick_up: End, drop_off: End, legs: Legs | None = None) -> Terms:
    """The ride of somebody who goes from `pick_up` to `drop_off` with this driver, who sets out on `day`.

    A query and three questions to the router, some more where others ride along, where `legs` are not known yet.
    """
    legs = legs or legs_of(way, day, pick_up.point, drop_off.point)
    pick_up_at = instant(day, way.clock + round(legs.seconds[0]), way.trip.zone)
    return Terms(
        day=day,
        pick_up=pick_up,
        drop_off=drop_off,
        pick_up_at=pick_up_at,
        drop_off_at=pick_up_at + timedelta(seconds=round(legs.seconds[1])),
        boards=legs.insertion.boards,
        leaves=legs.insertion.leaves,
        road=round(legs.metres[1]),
        detour=round(legs.detour),
        detour_seconds=legs.detour_seconds,
    )


def terms_on(way: Way, days: Sequence[date], pick_up: End, drop_off: End) -> list[Terms]:
    """The same on each of these days: the router is asked once for all on which the same neighbours ride along. Gone."""
    there = _drives(way, days)
    legs: dict[Course, Legs] = {}
    for drive in there.values():
        if drive.course not in legs:
            legs[drive.course] = _legs(way, drive.course, pick_up.point, drop_off.point, router())
    return [terms(way, day, pick_up, drop_off, legs[there[way.pk, day].course]) for day in days]


def lies_on(way: Way, pick_up: Point, drop_off: Point) -> bool:
    """May somebody ride along from the one to the other: forwards, and without more road than the driver accepts?

    By straight lines, as the search: it loses nobody whom the road would take.
    """
    own = own_course(way)
    lines = in_straight_lines(own, pick_up, drop_off)
    possible = (each for each in insertions(own, pick_up, drop_off) if each.leaves > each.boards + 1)
    return any(sum(each.parts(lines)) <= way.reach for each in possible)


def legs_of(way: Way, day: date, pick_up: Point, drop_off: Point, by: Router | None = None) -> Legs:
    """With all who ride along that day; estimated where the router knows no road to one of the points. One query. Gone."""
    return _legs(way, _drives(way, [day])[way.pk, day].course, pick_up, drop_off, by or router())


def _drives(way: Way, days: Sequence[date]) -> dict[tuple[int, date], Drive]:
    found = drives((way.pk, day) for day in days)
    if days and not found:
        raise Gone
    return found


def _legs(way: Way, course: Course, pick_up: Point, drop_off: Point, by: Router) -> Legs:
    (road,) = measured([course], pick_up, drop_off, by)
    assert road is not None  # however long it is
    legs = legs_along(course, pick_up, drop_off, road, (way.road, way.duration))
    if legs is None or not isfinite(sum(legs.metres)):
        road = estimated(course, pick_up, drop_off)
        legs = legs_along(course, pick_up, drop_off, road, (way.road, way.duration))
    assert legs is not None  # any number of seats will do
    return legs


def whole(way: Way, road: Road) -> Legs:
    """Of who rides from end to end of a drive that passes nowhere else, by its own road: no router is asked."""
    own = own_course(way)
    insertion = best(own, way.start, way.end, in_straight_lines(own, way.start, way.end))
    assert insertion is not None  # any number of seats will do
    alone = road.metres, road.seconds
    return Legs((0.0, road.metres, 0.0), (0.0, road.seconds, 0.0), road.source, insertion, alone)


def legs_along(
    course: Course,
    pick_up: Point,
    drop_off: Point,
    road: Measured,
    alone: tuple[float, float],
    seats: int = 0,
) -> Legs | None:
    """By the shortest insertion with so many seats. `alone`: what is known of the road of a plain course."""
    insertion = best(course, pick_up, drop_off, road.metres, seats)
    if insertion is None:
        return None
    metres = insertion.parts(road.metres)
    if road.seconds is None:
        before, aboard, after = (seconds_estimate(each) for each in metres)
    else:
        before, aboard, after = insertion.parts(road.seconds)
    if not course.is_plain:
        through = sum(road.metres.on)
        alone = through, seconds_estimate(through) if road.seconds is None else sum(road.seconds.on)
    return Legs(metres, (before, aboard, after), road.source, insertion, alone)


def span(way: Way, pick_up: Point, drop_off: Point) -> tuple[int, int]:
    """Metres along the line of the way, from corner to corner, between which a seat is taken; at least one."""
    own = own_course(way)
    insertion = best(own, pick_up, drop_off, in_straight_lines(own, pick_up, drop_off))
    assert insertion is not None
    return insertion.boards, insertion.leaves


def instant(day: date, clock: int, zone: ZoneInfo) -> datetime:
    """The moment when clocks there show so many seconds after the midnight of `day`; beyond 86,400 it is the next day.

    An hour that clocks leave out in spring is the one after; of one that comes twice in autumn it is the first.
    """
    wall = datetime.combine(day, time()) + timedelta(seconds=clock)
    return wall.replace(tzinfo=zone).astimezone(UTC)
