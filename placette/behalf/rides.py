"""The places in cars that were asked for a resident without a screen, as who asked them for her reads them.

What was offered to a request of hers by this helper, and nothing else: no drive, no match, no other request.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from placette.carpool import rules as carpool
from placette.carpool.models import Booking, Trip, Way
from placette.people.models import Consent, Person
from placette.people.standing import Standing, standing_of

from . import opened

State = Booking.State


@dataclass(frozen=True)
class Place:
    """What a neighbour offers her, and what can be said to it now in her name: accept, decline, cancel, report.

    `is_the_helper_s`: who acts here drives herself, and says nothing for both sides.
    """

    booking: Booking
    steps: frozenset[str]
    is_the_helper_s: bool

    @property
    def driver(self) -> Person:
        return self.booking.way.trip.author

    @property
    def is_agreed(self) -> bool:
        return self.booking.state in carpool.SAID_OF


@dataclass(frozen=True)
class Request:
    """One of hers. `ways`: out and back; `places`: the earliest ride first."""

    trip: Trip
    ways: tuple[Way, ...]
    places: tuple[Place, ...]

    @property
    def is_open(self) -> bool:
        return self.trip.state == Trip.State.OPEN

    @property
    def waiting(self) -> int:
        """Offers that she has not answered."""
        return sum("decline" in each.steps for each in self.places)

    @property
    def found(self) -> Place | None:
        """Who takes her along next."""
        return next((each for each in self.places if each.booking.state == State.ACCEPTED), None)

    @property
    def to_confirm(self) -> bool:
        return any("report" in each.steps for each in self.places)


def requests(consent: Consent, by: Standing) -> list[Request]:
    """Those whose day has not long passed, the newest first. Three queries, and two for who she is where there is one."""
    since = timezone.localdate() - timedelta(days=1) - carpool.SAID_WITHIN
    going = opened.trips(consent).filter(ways__on__gte=since).distinct().order_by("-pk")
    return _read(consent, by, list(going.select_related("commune").prefetch_related("ways")[:50]))


def request_of(consent: Consent, by: Standing, trip_id: int) -> Request | None:
    """None where this helper has not asked it for her. Five queries."""
    found = opened.trips(consent).select_related("commune", "deed__by").prefetch_related("ways")
    return next(iter(_read(consent, by, list(found.filter(pk=trip_id)))), None)


def place_of(consent: Consent, by: Standing, booking_id: int) -> Place | None:
    """None where it was not offered to a request of hers by this helper. Three queries."""
    booking = _with_all(opened.trips(consent)).filter(pk=booking_id).first()
    return _place(standing_of(consent.person), by, booking, timezone.now()) if booking else None


def to_come(consent: Consent) -> list[Booking]:
    """What was asked for her by this helper and is to come: offers that wait, and rides that were agreed. One query."""
    ahead = _with_all(opened.trips(consent)).filter(state__in=carpool.OPEN, pick_up_at__gt=timezone.now())
    return list(ahead)


def open_ones(consent: Consent) -> list[Trip]:
    """Her requests that neighbours still find. Two queries."""
    found = opened.trips(consent).filter(state=Trip.State.OPEN).order_by("pk")
    return list(found.select_related("commune").prefetch_related("ways")[:50])


def _read(consent: Consent, by: Standing, trips: list[Trip]) -> list[Request]:
    if not trips:
        return []
    hers, now = standing_of(consent.person), timezone.now()
    places: dict[int, list[Place]] = defaultdict(list)
    for booking in _with_all(trips):
        places[booking.contact.trip_id].append(_place(hers, by, booking, now))
    return [Request(trip, tuple(trip.ways.all()), tuple(places[trip.pk])) for trip in trips]


def _with_all(trips: Iterable[Trip] | QuerySet[Trip]) -> QuerySet[Booking]:
    """What was offered to these."""
    found = Booking.objects.filter(contact__trip__in=trips)
    return found.select_related("way__trip__author", "passenger", "contact").order_by("pick_up_at", "pk")


def _place(hers: Standing, by: Standing, booking: Booking, now: datetime) -> Place:
    if carpool.driver_of(booking) == by.known.pk:
        return Place(booking, frozenset(), is_the_helper_s=True)
    possible = {
        "accept": carpool.may_accept(hers, booking, now),
        "decline": carpool.may_decide(hers, booking, now),
        "cancel": carpool.may_cancel(hers, booking, now),
        "report": carpool.may_report(hers, booking, now),
    }
    steps = frozenset(name for name, may in possible.items() if may)
    return Place(booking, steps, is_the_helper_s=False)
