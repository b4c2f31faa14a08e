"""Where and when a passenger boards a driver's way and leaves it: estimated from straight lines until a router says more."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from placette.carpool.geometry import Place, Point, place, road_estimate, seconds_estimate, straight
from placette.carpool.models import Way


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

    @property
    def detour_seconds(self) -> int:
        """What it costs the driver, at the pace of the middle of her way, where detours are made."""
        return round(seconds_estimate(self.road + self.detour) - seconds_estimate(self.road))


def terms(way: Way, day: date, pick_up: End, drop_off: End) -> Terms:
    """The ride of somebody who goes from `pick_up` to `drop_off` with this driver, who sets out on `day`."""
    a, b, p, q = place(way.start), place(way.end), place(pick_up.point), place(drop_off.point)
    to_pick_up, on_board, from_drop_off = straight(a, p), straight(p, q), straight(q, b)
    road = round(road_estimate(on_board))
    boards = along(a, b, p)
    leaves = max(boards + 1, along(a, b, q))
    pick_up_at = instant(day, way.clock + round(seconds_estimate(road_estimate(to_pick_up))), way.trip.zone)
    return Terms(
        day=day,
        pick_up=pick_up,
        drop_off=drop_off,
        pick_up_at=pick_up_at,
        drop_off_at=pick_up_at + timedelta(seconds=round(seconds_estimate(road))),
        boards=boards,
        leaves=leaves,
        road=road,
        detour=max(0, round(road_estimate(to_pick_up + on_board + from_drop_off) - way.road)),
    )


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
