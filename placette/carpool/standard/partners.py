"""What partners have to offer, beside our own list and never in its way.

All are asked at once and have 1.5 seconds together. One that is down or slow rests for a while; one that lies loses the
journeys in which it does, one by one.
"""

import json
import logging
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, ValidationError

from placette.carpool.geometry import Point
from placette.carpool.models import Trip
from placette.carpool.queries.matching import Wish
from placette.carpool.standard import client
from placette.carpool.standard.client import Server
from placette.carpool.standard.journeys import moment
from placette.carpool.standard.rides import great_circle
from placette.carpool.standard.schemas import DISTANT
from placette.core.asking import NoAnswer
from placette.core.text import one_line
from placette.places.clock import PARIS

BUDGET = 1.5  # seconds, of all partners together
RADIUS = 2.0  # km, round both ends: who names a commune means its middle
MOST = 20  # journeys of a partner
REST = 30.0  # seconds that a partner which was away is left in peace
TOLERANCE = 1.01  # of the radius, as the standard's validator has it
OPERATIONS = {Trip.Role.PASSENGER: "driver_journeys", Trip.Role.DRIVER: "passenger_journeys"}
log = logging.getLogger(__name__)
_askers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="partners")
_resting: dict[str, float] = {}


@dataclass(frozen=True)
class PartnerMatch:
    """Somebody of another service who goes the same way, as that service says."""

    partner: str  # its name, from our settings
    alias: str
    pick_up: Point
    drop_off: Point
    pick_up_at: datetime
    arrives_at: datetime
    road: int | None  # metres together on board
    seats: int | None
    price_cents: int | None  # None: not known; 0: free
    walk: int  # metres, at both ends together
    url: str  # of the journey with the partner; empty where there is none
    zone: ZoneInfo  # the clocks of whoever asked


def search(
    wish: Wish, role: str = Trip.Role.PASSENGER, zone: ZoneInfo = PARIS, budget: float = BUDGET
) -> list[PartnerMatch]:
    """Drivers for a passenger, passengers for a driver, nearest in time first; what came within `budget` seconds.

    `zone`: the clocks by which the wish is said. Never an error: a partner that fails is as one that has nothing.
    """
    midnight = datetime(wish.day.year, wish.day.month, wish.day.day, tzinfo=zone)
    at = midnight + timedelta(seconds=wish.clock)
    until = time.monotonic() + budget
    asked = {
        _askers.submit(_ask, server, OPERATIONS[Trip.Role(role)], wish, at, until): server
        for server in client.servers()
        if _resting.get(server.url, 0.0) <= time.monotonic()
    }
    done, late = wait(asked, timeout=budget)
    for each in late:
        each.cancel()
        _rest(asked[each], "too slow")
    found = [match for each in done for match in _result(each)]
    return sorted(found, key=lambda match: (abs(match.pick_up_at - at), match.walk, match.partner))


def _ask(server: Server, operation: str, wish: Wish, at: datetime, until: float) -> list[PartnerMatch]:
    query: dict[str, object] = {
        "departureLat": wish.start[0], "departureLng": wish.start[1], "arrivalLat": wish.end[0],
        "arrivalLng": wish.end[1], "departureDate": round(at.timestamp()), "timeDelta": wish.flexibility,
        "departureRadius": RADIUS, "arrivalRadius": RADIUS, "count": MOST,
    }  # fmt: skip
    try:
        answer = client.call(server, "GET", operation, query, until - time.monotonic())
        if answer.status != 200:
            raise NoAnswer(f"status {answer.status}")
        sent = json.loads(answer.body)
        if not isinstance(sent, list):
            raise NoAnswer("no list")
    except (NoAnswer, ValueError, RecursionError) as trouble:
        _rest(server, str(trouble) if isinstance(trouble, NoAnswer) else "no JSON")
        return []
    matches = list(_believed(server, sent[:MOST], wish, at))
    if len(matches) < len(sent):
        log.warning("partner %s: %d of %d journeys refused", server.name, len(sent) - len(matches), len(sent))
    return matches


def _result(done: Future[list[PartnerMatch]]) -> list[PartnerMatch]:
    if (error := done.exception()) is not None:
        log.error("a partner could not be asked", exc_info=error)
        return []
    return done.result()


def _rest(server: Server, why: str) -> None:
    _resting[server.url] = time.monotonic() + REST
    log.warning("partner %s is away: %s", server.name, why)


class _User(BaseModel):
    alias: str


class _Price(BaseModel):
    type: str = "UNKNOWN"
    amount: float = Field(0, ge=0, le=1_000, allow_inf_nan=False)
    currency: str = "EUR"

    @property
    def cents(self) -> int | None:
        if self.type == "PAYING" and self.currency == "EUR":
            return round(self.amount * 100)
        return 0 if self.type == "FREE" else None


class _Journey(BaseModel):
    """What is believed of a journey: on earth, within a day, at a price that one pays."""

    passengerPickupLat: float = Field(ge=-90, le=90, allow_inf_nan=False)
    passengerPickupLng: float = Field(ge=-180, le=180, allow_inf_nan=False)
    passengerDropLat: float = Field(ge=-90, le=90, allow_inf_nan=False)
    passengerDropLng: float = Field(ge=-180, le=180, allow_inf_nan=False)
    passengerPickupDate: float = Field(ge=0, le=DISTANT, allow_inf_nan=False)
    duration: int = Field(gt=0, le=86_400)
    distance: int | None = Field(None, ge=0, le=2_000_000)
    availableSeats: int | None = Field(None, ge=1, le=60)
    requestedSeats: int | None = Field(None, ge=1, le=60)
    price: _Price = _Price()
    driver: _User | None = None
    passenger: _User | None = None
    webUrl: str = Field("", max_length=2_000)


def _believed(server: Server, sent: list[Any], wish: Wish, at: datetime) -> Iterator[PartnerMatch]:
    for each in sent:
        try:
            match = _match(server, _Journey.model_validate(each), wish, at)
        except (ValidationError, RecursionError):
            continue
        if match and abs((match.pick_up_at - at).total_seconds()) <= wish.flexibility:
            yield match


def _match(server: Server, journey: _Journey, wish: Wish, at: datetime) -> PartnerMatch | None:
    """None where it is not what was asked for."""
    pick_up = (journey.passengerPickupLat, journey.passengerPickupLng)
    drop_off = (journey.passengerDropLat, journey.passengerDropLng)
    walks = (great_circle(wish.start, pick_up), great_circle(wish.end, drop_off))
    user = journey.driver or journey.passenger
    alias = one_line(user.alias)[:40] if user else ""
    if max(walks) > RADIUS * 1_000 * TOLERANCE or not alias:
        return None
    begins = moment(int(journey.passengerPickupDate))
    return PartnerMatch(
        server.name,
        alias,
        pick_up,
        drop_off,
        begins,
        begins + timedelta(seconds=journey.duration),
        journey.distance,
        journey.availableSeats or journey.requestedSeats,
        journey.price.cents,
        round(sum(walks)),
        _address(journey.webUrl),
        cast(ZoneInfo, at.tzinfo),
    )


def _address(text: str) -> str:
    """An address that may stand in a link; nothing of what a browser would run."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    usual = parts.scheme == "https" and parts.hostname and "@" not in parts.netloc
    return text if usual and text == one_line(text) and " " not in text else ""
