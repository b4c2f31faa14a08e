"""The rides that a page offers: who drives past, who waits along a drive, when, for how long a detour, with how many seats."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.utils import timezone

from placette.carpool.costs.shares import suggested
from placette.carpool.geometry import Point, place, road_estimate, straight
from placette.carpool.models import Booking, Way
from placette.carpool.queries.exact import drivers_by_road, passengers_by_road
from placette.carpool.queries.matching import Wish
from placette.carpool.queries.meeting import PACE, Meeting, apart, around, on_the_way
from placette.carpool.queries.passing import Line, lines
from placette.carpool.queries.trust import UNKNOWN, Trust, trust_in
from placette.carpool.riding import End, Legs, Terms, instant, terms
from placette.people.standing import Standing

SHOWN = 20
ASKED_BY_ROAD = 200  # of the candidates, the nearest by straight lines
FEW = 3  # with fewer on the day itself, the days beside it are shown too
WAITING_COUNTS = 0.25  # a second of waiting against one of the driver's detour
WALKING_COUNTS = 0.5  # a second of walking to an area
AREAS = 3  # looked at where few pass


@dataclass(frozen=True)
class Match:
    """A ride that could be. `way` is the other's: a driver's for who looks for a seat, a passenger's for who drives."""

    way: Way
    day: date  # on which that way goes
    terms: Terms
    free: int
    wait: int  # seconds between the hour that was asked for and the one that there is
    days_off: int = 0  # from the day that was asked for
    trust: Trust = UNKNOWN
    line: Line | None = None  # of who drives
    meetings: tuple[Meeting, ...] = ()  # to which she may walk instead
    at_area: Meeting | None = None  # where she is picked up, when that is not where she sets out
    returns: bool | None = None  # the same person also drives back, where that was asked for

    @cached_property
    def metres_beside(self) -> float:
        """From the pick-up to where the driver passes anyway, as the crow flies."""
        return self.line.metres_beside(self.terms.pick_up.point) if self.line else 0.0

    @property
    def mark(self) -> str:
        """What tells this ride from the others of a page."""
        return f"{self.way.pk}-{self.day:%Y%m%d}"

    @property
    def metres_from_start(self) -> float:
        return straight(place(self.terms.pick_up.point), place(self.way.start))

    @property
    def is_estimated(self) -> bool:
        """No router knows the road."""
        return self.line is None or self.line.is_estimated

    @property
    def detour_minutes(self) -> int:
        return round(self.terms.detour_seconds / 60)

    @property
    def share_cents(self) -> int:
        """Suggested for one seat."""
        return suggested(self.terms.road)


def drivers_for(standing: Standing, wish: Wish, pick_up: End, drop_off: End) -> list[Match]:
    """Drives that can take her, the best first; where few go on that day, also those of the day before and after.

    Two queries (search, ways with their authors) and three questions to the router, three times as many where few go;
    then two for trust and meeting points, and a question for each road that is not known yet.
    """
    found = _drivers_on(standing, wish, pick_up, drop_off)
    if len(found) >= FEW:
        return _known_better(standing, found)
    beside = [
        replace(each, days_off=off)
        for off in (-1, 1)
        for each in _drivers_on(
            standing, replace(wish, day=wish.day + timedelta(days=off)), pick_up, drop_off
        )
    ]
    known = {(each.way.pk, each.terms.day) for each in found}
    more = [each for each in beside if (each.way.pk, each.terms.day) not in known]
    return _known_better(standing, [*found, *more][:SHOWN])


def drivers_on_the_day(
    standing: Standing, wish: Wish, pick_up: End, drop_off: End, path: str = ""
) -> list[Match]:
    """Those of drivers_for that drive on that day itself; the days beside it are not searched.

    Whose trip is for the thing at `path` is among them however many others there are: one query more where these are many.
    """
    return _known_better(standing, _drivers_on(standing, wish, pick_up, drop_off, path))


def drivers_at_areas(standing: Standing, wish: Wish, pick_up: End, drop_off: End) -> list[Match]:
    """Drives that do not pass at `pick_up` but at a carpool area some kilometres from it, the nearest areas first.

    One query, then those of drivers_for, without other days, for each of at most three areas. Only one of these is within
    a walk: who passes there passes at the next one too.
    """
    found: dict[tuple[int, date], Match] = {}
    for meeting in apart(pick_up.point)[:AREAS]:
        at = replace(wish, start=meeting.end.point)
        for each in _drivers_on(standing, at, meeting.end, drop_off):
            found.setdefault((each.way.pk, each.day), replace(each, at_area=meeting))
    return _known_better(standing, list(found.values())[:SHOWN])


def passengers_for(standing: Standing, way: Way, day: date) -> list[Match]:
    """Requests along this drive on that day that its free seats can take, least detour first. Five queries."""
    if instant(day, way.clock, way.trip.zone) <= timezone.now():
        return []
    made = []
    for each in passengers_by_road(way, day, standing, ASKED_BY_ROAD)[:SHOWN]:
        other = each.way
        pick_up, drop_off = End(other.start_name, other.start), End(other.end_name, other.end)
        agreed = terms(way, day, pick_up, drop_off, each.legs)
        made.append(Match(other, each.day, agreed, other.seats, each.wait))
    trust = trust_in(standing, {each.way.trip.author_id: each.way.trip.commune_id for each in made})
    line = lines([way])[way.pk]
    made = [replace(each, trust=trust[each.way.trip.author_id], line=line) for each in made]
    return sorted(made, key=_cost)


def wish_of(way: Way, day: date) -> Wish:
    """What the author of a way looks for on one day of it."""
    return Wish(way.start, way.end, day, way.clock, way.flexibility, way.seats, way.reach)


def _drivers_on(standing: Standing, wish: Wish, pick_up: End, drop_off: End, path: str = "") -> list[Match]:
    """The best that are still to come; only of these it is read whose they are."""
    now = timezone.now()
    found = [each for each in drivers_by_road(wish, standing, ASKED_BY_ROAD) if each.pick_up_at > now]
    there = _going_to(path) if path and len(found) > SHOWN else set()
    found.sort(
        key=lambda each: (
            each.way not in there,
            _seconds(each.legs, abs(each.pick_up - wish.clock)),
            each.way,
        )
    )
    ways = _ways(each.way for each in found[:SHOWN])
    made = []
    for each in found[:SHOWN]:
        way = ways.get(each.way)
        if way is None:  # deleted since the search
            continue
        agreed = terms(way, each.day, pick_up, drop_off, each.legs)
        made.append(Match(way, each.day, agreed, each.seats, wait=abs(each.pick_up - wish.clock)))
    return made


def _going_to(path: str) -> set[int]:
    """Ways of trips that are for the thing at this address. One query, by trip_destination."""
    return set(Way.objects.filter(trip__destination_path=path).values_list("pk", flat=True))


def _known_better(standing: Standing, found: Sequence[Match]) -> list[Match]:
    """In their order, by days and by trust too, with what a page says of each."""
    if not found:
        return []
    trust = trust_in(standing, {each.way.trip.author_id: each.way.trip.commune_id for each in found})
    known = lines(each.way for each in found)
    walks: dict[Point, list[Meeting]] = {}
    made = []
    for each in found:
        start, end = each.terms.pick_up.point, each.terms.drop_off.point
        if start not in walks:
            walks[start] = [] if each.at_area else around(start)
        made.append(
            replace(
                each,
                trust=trust[each.way.trip.author_id],
                line=known[each.way.pk],
                meetings=on_the_way(each.way, start, end, walks[start]),
            )
        )
    return sorted(made, key=lambda match: (abs(match.days_off), _cost(match)))


def _cost(match: Match) -> tuple[float, int]:
    """What puts one match behind another: seconds of the driver's detour, and all else as so many of them."""
    walk = road_estimate(match.at_area.metres) / PACE if match.at_area else 0.0
    seconds = _seconds(match.terms, match.wait) + WALKING_COUNTS * walk
    return seconds - match.trust.seconds, match.way.pk


def _seconds(ride: Legs | Terms, wait: int) -> float:
    return ride.detour_seconds + WAITING_COUNTS * wait


def _ways(pks: Iterable[int]) -> dict[int, Way]:
    wanted = set(pks)
    if not wanted:
        return {}
    ways = Way.objects.filter(pk__in=wanted)
    return {way.pk: way for way in ways.select_related("trip__author", "trip__commune")}


def booked(standing: Standing, ways: Iterable[int]) -> dict[tuple[int, date], Booking]:
    """Her own open bookings of these ways, by way and day. One query."""
    asked = list(ways)
    if standing.person is None or not asked:
        return {}
    mine = Booking.objects.filter(passenger=standing.person, way__in=asked, state__in=["asked", "accepted"])
    read = mine.select_related("contact").only("way", "day", "state", "contact__conversation").order_by()
    return {(each.way_id, each.day): each for each in read}


def offered(standing: Standing, wishes: Iterable[int]) -> dict[int, Booking]:
    """What she has offered to these requests, and stands. One query."""
    if standing.person is None:
        return {}
    hers = Booking.objects.filter(
        asked_by=standing.person, wish__in=list(wishes), state__in=["asked", "accepted"]
    )
    return {each.wish_id: each for each in hers.select_related("contact") if each.wish_id}
