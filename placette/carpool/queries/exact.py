"""Who really drives past: the candidates of a search by the road, as the router of this site knows it (measuring.py).

Each is tried on every leg of its course that day: way-points and those who ride along by then stay in their order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from placette.carpool import occurrences
from placette.carpool.course import in_straight_lines
from placette.carpool.geometry import place, road_estimate, seconds_estimate, straight
from placette.carpool.measuring import Measured, estimated, measured
from placette.carpool.models import Trip, Way
from placette.carpool.queries.courses import Drive, drives
from placette.carpool.queries.matching import DAY, MOST, Candidate, Wish
from placette.carpool.queries.matching import drivers as drivers_found
from placette.carpool.queries.matching import passengers as passengers_found
from placette.carpool.riding import Legs, instant, legs_along, lies_on
from placette.carpool.router import Router, router
from placette.carpool.router.estimate import SOURCE as ESTIMATE
from placette.people.models import Person
from placette.people.standing import Standing
from placette.places.clock import zone_of

ROUNDED = 1  # metres: the road of a way is kept in whole ones, a table is not
UNSURE = 1_800  # seconds by which an estimated hour may be off
MOST_LATE = 6 * 3600


@dataclass(frozen=True)
class Exact:
    """A drive that takes this passenger, by the road that `legs.source` knows."""

    way: int
    day: date  # on which the driver sets out
    legs: Legs
    pick_up: int  # seconds after midnight of the day that was asked for; past midnight beyond 86,400
    pick_up_at: datetime

    @property
    def seats(self) -> int:
        """Free from the pick-up to the drop-off."""
        return self.legs.free

    @property
    def is_estimated(self) -> bool:
        return self.legs.source == ESTIMATE


def drivers_by_road(
    wish: Wish, standing: Standing | None = None, most: int = MOST, by: Router | None = None
) -> list[Exact]:
    """The drives that take this passenger, least detour first. Two queries and three questions to the router, more where
    somebody passes other places (measuring.py).

    The search is asked with wider hours, since its own are estimated, and who takes others along comes by later (by 18
    minutes for 12 km, the longest detour of the form); `exact` trims them.
    """
    wider = replace(wish, flexibility=min(wish.flexibility + UNSURE, DAY // 2))
    return exact(drivers_found(wider, standing, most), wish, by)


def exact(candidates: Sequence[Candidate], wish: Wish, by: Router | None = None) -> list[Exact]:
    """Those of the drives found that match by road, least true detour first. One query.

    Where the roads are estimated only hours are trimmed, and what no road can be as short as: an estimate is no reason
    to leave out a driver, who knows better.
    """
    if not candidates:
        return []
    there = drives((each.way, each.day) for each in candidates)
    kept = [(each, there[each.way, each.day]) for each in candidates if (each.way, each.day) in there]
    courses, most = [drive.course for _, drive in kept], [_accepted(drive) for _, drive in kept]
    roads = measured(courses, wish.start, wish.end, by or router(), most)
    found = []
    for (each, drive), road in zip(kept, roads, strict=True):
        legs = _legs(drive, wish, road) if road else None
        if legs is None:
            continue
        passes = drive.clock + round(legs.seconds[0])
        pick_up = (each.day - wish.day).days * DAY + passes
        if abs(pick_up - wish.clock) <= wish.flexibility + drive.flexibility:
            at = instant(each.day, passes, zone_of(drive.commune))
            found.append(Exact(each.way, each.day, legs, pick_up, at))
    return sorted(found, key=lambda match: (match.legs.detour, match.way))


@dataclass(frozen=True)
class Waiting:
    """A request along a drive. `wait`: seconds between the hour that it asks for and the one that there is."""

    way: Way
    day: date  # on which it asks for a ride
    legs: Legs
    wait: int


def passengers_by_road(way: Way, day: date, standing: Standing | None, most: int = MOST) -> list[Waiting]:
    """The requests that this drive can take on that day, in the order of the search. Three queries.

    By estimated roads: of many requests a router would be asked about each.
    """
    drive = drives([(way.pk, day)]).get((way.pk, day))
    if drive is None or not drive.course.most_free:  # deleted since it was read, or full
        return []
    candidates = passengers_found(_later(way, day, drive), standing, most)
    there = Way.objects.filter(pk__in={each.way for each in candidates})
    read = there.select_related("trip__author", "trip__commune", "trip__deed__by")
    ways = {each.pk: each for each in read}
    tried = ((ways[each.way], each.day) for each in candidates if each.way in ways)
    return [fits for other, on in tried if (fits := _fits(drive, day, other, on))]


def own_drives(driver: Person, asked: Way, on: date) -> list[tuple[Way, date]]:
    """The drives of one author that take this request on that day, least detour first: by hours and by roads as
    passengers_by_road, full ones and those among women too. Three queries, by the index of a trip's author.
    """
    open_ones = Way.objects.filter(trip__author=driver, role=Trip.Role.DRIVER, is_open=True)
    beside = timedelta(days=1)  # who sets out on the evening before comes by after midnight
    hers = {
        (way.pk, day): way
        for way in open_ones.select_related("trip__author", "trip__commune").prefetch_related("pauses")
        if lies_on(way, asked.start, asked.end)
        for day in occurrences.days(way, on - beside, on + beside)
    }
    found = [
        (fits.legs.detour, pk, day)
        for (pk, day), drive in drives(hers).items()
        if (fits := _fits(drive, day, asked, on, seats=0))
    ]
    return [(hers[pk, day], day) for _detour, pk, day in sorted(found)]


def _later(way: Way, day: date, drive: Drive) -> Wish:
    """With stops in between she comes by later than her line says, by so much at most: migration 0015."""
    wish = Wish(
        way.start, way.end, day, way.clock, way.flexibility, drive.course.most_free, way.reach
    )  # fmt: skip
    if drive.course.is_plain:
        return wish
    more = max(0.0, way.reach - straight(place(way.start), place(way.end)))
    late = min(MOST_LATE, round(seconds_estimate(road_estimate(more))))
    wide = min(DAY // 2, wish.flexibility + (late + 1) // 2)
    return replace(wish, clock=wish.clock + late // 2, flexibility=wide)


def _fits(drive: Drive, day: date, other: Way, on: date, seats: int | None = None) -> Waiting | None:
    """`seats`: so many want to be free; None is as many as are asked for."""
    road = estimated(drive.course, other.start, other.end)
    asked = Wish(other.start, other.end, on, other.clock, seats=other.seats if seats is None else seats)
    legs = _legs(drive, asked, road)
    if legs is None:
        return None
    wait = abs(drive.clock + round(legs.seconds[0]) - other.clock - (on - day).days * DAY)
    return Waiting(other, on, legs, wait) if wait <= drive.flexibility + other.flexibility else None


def _legs(drive: Drive, wish: Wish, road: Measured) -> Legs | None:
    """None where there is no seat, or the road becomes longer than the driver accepts."""
    legs = legs_along(drive.course, wish.start, wish.end, road, (drive.road, drive.duration), wish.seats)
    if legs is None or not road.is_estimated:
        return legs if legs and sum(legs.metres) <= _accepted(drive) else None
    if drive.course.is_plain:
        return legs  # the search has looked at its straight lines
    lines = in_straight_lines(drive.course, wish.start, wish.end)
    return legs if sum(legs.insertion.parts(lines)) <= drive.reach else None


def _accepted(drive: Drive) -> int:
    """Metres that the driver's road may have."""
    return drive.road + drive.detour + ROUNDED
