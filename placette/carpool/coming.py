"""« Comment venir ? »: the ride to anything on this site that has a place and an hour.

Whatever it is gives its title, commune, moment and address here; trips that carry the same address find each other
on its page. No room is known by name.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode

from placette.carpool import rules
from placette.carpool.geometry import place, road_estimate, seconds_estimate, straight
from placette.carpool.models import Trip, Way
from placette.people.standing import Standing
from placette.places.clock import zone_of
from placette.places.models import Commune

LONGEST_TITLE, LONGEST_PATH = 120, 200
QUARTER = 900  # seconds: an hour is proposed on it
MARGIN = 600  # seconds, to park and to say hello
SHOWN = 5


@dataclass(frozen=True)
class Goes:
    """A neighbour who drives there. `free`: seats that nobody has for any part of the way."""

    way: Way
    free: int


@dataclass(frozen=True)
class Coming:
    """What the page of a thing shows. `search_url` is empty where she lives in the commune itself."""

    drivers: list[Goes]
    seats: int
    search_url: str
    drive_url: str


def coming(standing: Standing, title: str, commune: Commune, at: datetime, path: str = "") -> Coming:
    """How `standing` comes to `title`, in `commune`, before `at`. No query without a `path`, otherwise three.

    Wants `commune.latitude`; memberships with their commune.
    """
    home = standing.home.commune if standing.home else None
    start = home.name if home and home.pk != commune.pk else ""
    asked = {"start": start, "end": commune.name} | _leaving(home, commune, at)
    thing = {"destination_title": title[:LONGEST_TITLE], "destination_path": path} if path else {}
    drivers = _drivers(standing, path, at, commune) if path else []
    new = urlencode(asked | thing | {"role": "driver", "seats": "3"})
    return Coming(
        drivers=drivers,
        seats=sum(each.free for each in drivers),
        search_url=f"{reverse('carpool:search')}?{urlencode(asked | {'seats': '1'})}" if start else "",
        drive_url=f"{reverse('carpool:new')}?{new}" if path else "",
    )


def ours(path: str) -> bool:
    """Is it an address of this very site, without its name?"""
    if len(path) > LONGEST_PATH or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return False
    try:
        resolve(path.partition("?")[0].partition("#")[0])
    except Resolver404:
        return False
    return True


def _leaving(home: Commune | None, commune: Commune, at: datetime) -> dict[str, str]:
    """The day and hour to leave, by the clocks there: the time of an estimated road earlier, on the quarter before."""
    seconds = MARGIN
    if home and home.latitude is not None and commune.latitude is not None:
        points = [(each.latitude or 0.0, each.longitude or 0.0) for each in (home, commune)]
        seconds += round(seconds_estimate(road_estimate(straight(place(points[0]), place(points[1])))))
    leaves = (at - timedelta(seconds=seconds)).astimezone(zone_of(commune.pk))
    leaves -= timedelta(seconds=(leaves.minute * 60 + leaves.second) % QUARTER)
    return {"on": leaves.date().isoformat(), "clock": f"{leaves:%H:%M}"}


def _drivers(standing: Standing, path: str, at: datetime, commune: Commune) -> list[Goes]:
    """Those who drive to it that day, with a seat left, the earliest first. Three queries; index trip_destination."""
    day = at.astimezone(zone_of(commune.pk)).date()
    ways = (
        Way.objects.filter(
            trip__destination_path=path,
            role=Trip.Role.DRIVER,
            is_open=True,
            on=day,
            direction=Way.Direction.OUT,
        )
        .select_related("trip__author", "trip__commune")
        .prefetch_related("trip__author__memberships")
        .annotate(taken_seats=Count("taken__number", distinct=True))
        .order_by("clock", "pk")[:50]
    )
    found = [Goes(way, way.seats - way.taken_seats) for way in ways if rules.may_see(standing, way.trip)]
    return [each for each in found if each.free > 0][:SHOWN]
