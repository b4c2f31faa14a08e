"""« Comment venir ? »: the ride to anything on this site that has a place and an hour.

Whatever it is says where and when, and its title and address where a trip may name it; trips that carry the same address
come first on its page. No room is known by name. What goes from that page to the form of a trip is signed: nobody puts
words into the mouth of a page, or another's title over a trip of hers.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from placette.carpool import ends, searches
from placette.carpool.geometry import Point, place, road_estimate, seconds_estimate, straight
from placette.carpool.models import Booking
from placette.carpool.queries.matches import Match, booked, drivers_on_the_day
from placette.carpool.queries.wish import Wish
from placette.carpool.riding import End
from placette.people.standing import Standing
from placette.places import spots
from placette.places.clock import zone_of
from placette.places.models import Commune

SALT = "carpool.coming"
LONGEST_TITLE = 120
QUARTER = 900  # seconds: an hour is proposed on it
MARGIN = 600  # seconds, to park and to say hello
WALKED = 1_000  # metres as the crow flies: nobody needs a car
SOONER = 3_600  # seconds before the hour to leave: who drives still earlier would make her wait there
NEAR = 3_000  # metres from the thing: a trip that ends farther does not go to it
SHOWN = 3


@dataclass(frozen=True)
class Thing:
    """What one comes to, and by when. Without `path`, its address here, a trip there does not name it."""

    place: End
    at: datetime
    title: str = ""
    path: str = ""


@dataclass(frozen=True)
class Coming:
    """What the page of a thing shows. `drivers`: who goes there then, and what she has asked of them already; None where
    she has searched too often to be told now. `is_near`: it is in the middle of her commune, which is all that is known of
    where she lives.
    """

    drivers: list[tuple[Match, Booking | None]] | None
    search_url: str
    ask_url: str
    drive_url: str
    is_near: bool = False


def coming(standing: Standing, thing: Thing, *, is_exact: bool = False) -> Coming | None:
    """How `standing` comes there in time; None where it is in the middle of her own commune, unless it `is_exact`: who lives
    at the edge of a commune does not walk to its middle. The queries of drivers_on_the_day, and two.

    A search as any other, and counted as one. Wants memberships with their commune.
    """
    home = _home(standing)
    if standing.person is None or home is None:
        return None
    is_near = near(standing, thing)
    if is_near and not is_exact:
        return None
    day, clock = leaving(standing, thing)
    token = signed(thing)
    search = {
        "start": home.name, "end": thing.place.name, "on": day, "clock": clock, "seats": "1",
    }  # fmt: skip
    if is_near:
        drivers: list[tuple[Match, Booking | None]] | None = []
    else:
        drivers = _drivers(standing, thing, home) if searches.allowed(standing.person.pk) else None
    return Coming(
        drivers=drivers,
        search_url=reverse("carpool:search", query=search),
        ask_url=reverse("carpool:new", query={"role": "passenger", "vers": token}),
        drive_url=reverse("carpool:new", query={"role": "driver", "vers": token}),
        is_near=is_near,
    )


def near(standing: Standing, thing: Thing) -> bool:
    """So near the middle of her commune that a ride from there makes no sense."""
    home = _home(standing)
    return home is not None and straight(place(home.point), place(thing.place.point)) < WALKED


def leaving(standing: Standing, thing: Thing) -> tuple[str, str]:
    """The day and hour to leave, as forms write them."""
    leaves = _leaves(standing, thing)
    return leaves.date().isoformat(), f"{leaves:%H:%M}"


def _leaves(standing: Standing, thing: Thing) -> datetime:
    """By the clocks at home: an estimated road earlier, on the quarter."""
    home = _home(standing)
    metres = road_estimate(straight(place(home.point), place(thing.place.point))) if home else 0.0
    zone = zone_of(standing.home.commune_id) if standing.home else timezone.get_current_timezone()
    leaves = (thing.at - timedelta(seconds=MARGIN + round(seconds_estimate(metres)))).astimezone(zone)
    return leaves - timedelta(seconds=(leaves.minute * 60 + leaves.second) % QUARTER)


def at_commune(commune: Commune) -> End | None:
    """Its centre, where it is known."""
    if commune.latitude is None or commune.longitude is None:
        return None
    return End(commune.name, (commune.latitude, commune.longitude))


def at_point(point: Point, words: str = "", commune: str = "") -> End:
    """What is there to the metre by its own words, as an area is; without them the hexagon, by its commune."""
    if name := ends.called(words):
        return End(spots.written(name, point, 5), point)
    middle = spots.rounded(point)
    return End(spots.written(commune, middle), middle)


def signed(thing: Thing) -> str:
    """For the address of a form and a hidden field of it."""
    facts = [
        thing.place.name,
        *thing.place.point,
        round(thing.at.timestamp()),
        thing.title[:LONGEST_TITLE],
        thing.path,
    ]
    return signing.dumps(facts, salt=SALT, compress=True)


def read(token: str) -> Thing | None:
    """What this site has signed; None for everything else."""
    try:
        name, latitude, longitude, at, title, path = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Thing(End(name, (latitude, longitude)), datetime.fromtimestamp(at, UTC), title, path)


def goes_to(thing: Thing, end: End) -> bool:
    """Does a trip that ends there go to it?"""
    return straight(place(thing.place.point), place(end.point)) <= NEAR


def _home(standing: Standing) -> End | None:
    return at_commune(standing.home.commune) if standing.home else None


def _drivers(standing: Standing, thing: Thing, home: End) -> list[tuple[Match, Booking | None]]:
    """Who arrives in time and not much earlier: first who goes to the very thing, then in the order of a search."""
    leaves = _leaves(standing, thing)
    clock = leaves.hour * 3600 + leaves.minute * 60
    wish = Wish(home.point, thing.place.point, leaves.date(), clock, SOONER)
    found = drivers_on_the_day(standing, wish, home, thing.place, thing.path)
    in_time = [each for each in found if each.terms.drop_off_at <= thing.at]
    first = sorted(in_time, key=lambda each: not thing.path or each.way.trip.destination_path != thing.path)[
        :SHOWN
    ]
    asked = booked(standing, [each.way.pk for each in first]) if first else {}
    return [(each, asked.get((each.way.pk, each.day))) for each in first]
