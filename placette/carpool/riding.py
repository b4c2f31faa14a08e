"""Where and when a passenger boards a driver's way and leaves it, by the road that this site knows."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import isfinite
from zoneinfo import ZoneInfo

from placette.carpool.geometry import Place, Point, place, seconds_estimate, straight
from placette.carpool.models import Way
from placette.carpool.router import Router, router
from placette.carpool.router.estimate import Estimator


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
    """To the pick-up, on board, and on from the drop-off: metres and seconds by the road that `source` knows."""

    metres: tuple[float, float, float]
    seconds: tuple[float, float, float]
    source: str


def terms(way: Way, day: date, pick_up: End, drop_off: End, legs: Legs | None = None) -> Terms:
    """The ride of somebody who goes from `pick_up` to `drop_off` with this driver, who sets out on `day`.

    Three questions to the router where `legs` are not known yet.
    """
    legs = legs or legs_of(way, pick_up.point, drop_off.point)
    boards, leaves = span(way, pick_up.point, drop_off.point)
    pick_up_at = instant(day, way.clock + round(legs.seconds[0]), way.trip.zone)
    return Terms(
        day=day,
        pick_up=pick_up,
        drop_off=drop_off,
        pick_up_at=pick_up_at,
        drop_off_at=pick_up_at + timedelta(seconds=round(legs.seconds[1])),
        boards=boards,
        leaves=leaves,
        road=round(legs.metres[1]),
        detour=max(0, round(sum(legs.metres) - way.road)),
        detour_seconds=_detour_seconds(way, legs),
    )


def lies_on(way: Way, pick_up: Point, drop_off: Point) -> bool:
    """May somebody ride along from the one to the other: forwards, and without more road than the driver accepts?

    By straight lines, as the search: it loses nobody whom the road would take.
    """
    a, b, p, q = place(way.start), place(way.end), place(pick_up), place(drop_off)
    goes_on = along(a, b, p) < along(a, b, q)
    return goes_on and straight(a, p) + straight(p, q) + straight(q, b) <= way.reach


def legs_of(way: Way, pick_up: Point, drop_off: Point, by: Router | None = None) -> Legs:
    """All by the same router; estimated where it fails on the way, or knows no road to one of the points."""
    pairs = (way.start, pick_up), (pick_up, drop_off), (drop_off, way.end)
    for each in (by or router(), Estimator()):
        tables = [each.table([a], [b]) for a, b in pairs]
        first, second, third = (table.metres[0][0] for table in tables)
        if len({table.source for table in tables}) == 1 and isfinite(first + second + third):
            break
    before, aboard, after = (table.seconds[0][0] for table in tables)
    return Legs((first, second, third), (before, aboard, after), tables[0].source)


def _detour_seconds(way: Way, legs: Legs) -> int:
    """By the clock where a router counts it. An estimate starts anew with each leg, as slowly as a car starts: there
    only the metres that the detour adds take time, at the pace of a ride of this length.
    """
    if legs.source != Estimator.source:
        return max(0, round(sum(legs.seconds) - way.duration))
    more = max(0.0, sum(legs.metres) - way.road)
    return round(seconds_estimate(legs.metres[1] + more) - seconds_estimate(legs.metres[1]))


def span(way: Way, pick_up: Point, drop_off: Point) -> tuple[int, int]:
    """Metres along the straight line of the way between which a seat is taken; at least one."""
    a, b = place(way.start), place(way.end)
    boards = along(a, b, place(pick_up))
    return boards, max(boards + 1, along(a, b, place(drop_off)))


def along(a: Place, b: Place, p: Place) -> int:
    """Metres from A towards B at which P lies beside the line; 0 before it, its length behind it."""
    length = straight(a, b)
    if length == 0:
        return 0
    share = sum((p[i] - a[i]) * (b[i] - a[i]) for i in range(3)) / length**2
    return round(length * min(1.0, max(0.0, share)))


def instant(day: date, clock: int, zone: ZoneInfo) -> datetime:
    """The moment when clocks there show so many seconds after the midnight of `day`; beyond 86,400 it is the next day.

    An hour that clocks leave out in spring is the one after; of one that comes twice in autumn it is the first.
    """
    wall = datetime.combine(day, time()) + timedelta(seconds=clock)
    return wall.replace(tzinfo=zone).astimezone(UTC)
