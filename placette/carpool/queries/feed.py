"""The regular drives that their authors show to partners, as a timetable needs them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import h3
import numpy as np
from django.db.models import Q

from placette.carpool.geometry import Point
from placette.carpool.models import Pause, Trip, Way
from placette.places.cells import RESOLUTION
from placette.places.clock import zone_of
from placette.places.geography import distance
from placette.places.models import Commune

ROUND = 0.3  # degrees about a place in which the centre of some commune lies


@dataclass(frozen=True)
class Stop:
    """The middle of a hexagon of 350 m, and the commune whose centre is nearest. Not the address that was typed."""

    cell: str
    latitude: float
    longitude: float
    name: str


@dataclass(frozen=True)
class Drive:
    """A regular drive of an anonymous neighbour. `clock` in seconds after midnight by the clocks of `zone`."""

    way: int
    start: Stop
    end: Stop
    clock: int
    duration: int  # seconds
    road: int  # metres
    weekdays: int
    first_day: date
    last_day: date | None
    paused: frozenset[date]


def drives(zone: ZoneInfo, today: date) -> list[Drive]:
    """Those of one time zone, which a timetable keeps; without those that end where they begin. Three queries."""
    ways = [
        way
        for way in Way.objects.filter(
            Q(last_day__isnull=True) | Q(last_day__gte=today),
            is_open=True,
            role=Trip.Role.DRIVER,
            weekdays__isnull=False,
            trip__state=Trip.State.OPEN,
            trip__shown_to_partners=True,
            trip__author__is_active=True,
        ).order_by("id")
        if zone_of(way.commune_id) == zone
    ]
    stops = _stops({cell for way in ways for cell in (_cell(way.start), _cell(way.end))})
    paused = defaultdict(set)
    for way_id, day in Pause.objects.filter(way__in=ways, day__gte=today).values_list("way", "day"):
        paused[way_id].add(day)
    return [
        Drive(
            way=way.pk,
            start=stops[_cell(way.start)],
            end=stops[_cell(way.end)],
            clock=way.clock,
            duration=way.duration,
            road=way.road,
            weekdays=way.weekdays or 0,
            first_day=way.first_day or today,
            last_day=way.last_day,
            paused=frozenset(paused[way.pk]),
        )
        for way in ways
        if _cell(way.start) != _cell(way.end)
    ]


def _cell(point: Point) -> str:
    return str(h3.latlng_to_cell(*point, RESOLUTION))


def _stops(cells: set[str]) -> dict[str, Stop]:
    if not cells:
        return {}
    places = {cell: h3.cell_to_latlng(cell) for cell in sorted(cells)}
    latitudes, longitudes = zip(*places.values(), strict=True)
    around = Commune.objects.filter(
        latitude__range=(min(latitudes) - ROUND, max(latitudes) + ROUND),
        longitude__range=(min(longitudes) - ROUND, max(longitudes) + ROUND),
    ).order_by("code")
    communes = list(around.values_list("name", "latitude", "longitude"))
    names = [name for name, _, _ in communes]
    centres = np.array([(lat, lon) for _, lat, lon in communes]).reshape(-1, 2)
    stops = {}
    for cell, (latitude, longitude) in places.items():
        near = distance(latitude, longitude, centres[:, 0], centres[:, 1])
        name = names[int(near.argmin())] if names else f"{latitude:.2f}, {longitude:.2f}"
        stops[cell] = Stop(cell, round(latitude, 5), round(longitude, 5), name)
    return stops
