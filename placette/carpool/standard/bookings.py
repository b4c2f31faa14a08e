"""Rides that partners' users ask for: received, changed by the partner's word, decided by the resident.

Each change locks the booking first and the way (actions.seats) second, so of all who race one is first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.carpool import occurrences
from placette.carpool.actions import seats
from placette.carpool.actions.seats import Full, Taken
from placette.carpool.costs.agreed import allowed
from placette.carpool.geometry import SLACK, Point, place, straight
from placette.carpool.models import Partner, PartnerBooking, Way
from placette.carpool.riding import GONE, lies_on, span
from placette.carpool.standard import ids, notices, objects, queries, rules
from placette.carpool.standard.access import Refused
from placette.carpool.standard.queries import Asked, Near
from placette.carpool.standard.rides import AT_THE_END, Shape, sets_out, shape
from placette.carpool.standard.schemas import BookingIn, UserIn
from placette.people.models import Person

State = PartnerBooking.State
PATIENCE = timedelta(
    minutes=15
)  # how far the pick-up may be from what was shown, beside what the driver allows


class Refusal(Exception):
    """Why the resident's step is not possible (any more); the message is for her."""


@dataclass(frozen=True)
class _Ride:
    """What is booked of a way that is still shown."""

    shape: Shape
    pick_up: Point
    drop_off: Point
    at: datetime


def receive(partner: Partner, data: BookingIn) -> PartnerBooking:
    """Keep what is asked for and tell the resident. Refused (400, 401) where it fits none of our journeys."""
    resident, other = _sides(partner, data)
    journey = ids.journey(
        (data.driverJourneyId if resident is data.driver else data.passengerJourneyId) or ""
    )
    if journey is None or journey.role != ("driver" if resident is data.driver else "passenger"):
        raise Refused(400, "missing_journey")
    way = Way.objects.filter(pk=journey.way).select_related("trip__author").first()
    if way is None or not way.is_open or not rules.may_show(way.trip):
        raise Refused(400, "missing_journey")
    if not occurrences.goes_on(way, journey.day):
        raise Refused(400, "missing_journey")
    if ids.person(resident.id) != way.trip.author_id:
        raise Refused(400, "missing_user")
    ride = _ride(way, journey.day, data)
    start, end = span(way, ride.pick_up, ride.drop_off)
    drives = way.role == "driver"
    if drives and not seats.free(seats.taken_on(way, journey.day), way.seats, start, end):
        raise Refused(400, "no_seat_left")
    if drives and data.price.cents > allowed(way, journey.day, start, end, 1):
        raise Refused(400, "price: more than the passengers of this ride may pay together by law.")
    if not drives and (way.pk, journey.day) in queries.settled([way.pk]):
        raise Refused(400, "missing_journey")
    booking = PartnerBooking(
        pk=data.id, partner=partner, way=way, day=journey.day, other_id=other.id, other_alias=other.alias[:60],
        seats=1 if drives else 0, pick_up_latitude=ride.pick_up[0], pick_up_longitude=ride.pick_up[1],
        pick_up_address=data.passengerPickupAddress[:200], drop_off_latitude=ride.drop_off[0],
        drop_off_longitude=ride.drop_off[1], drop_off_address=data.passengerDropAddress[:200], pick_up_at=ride.at,
        boards_after=start, leaves_after=end, road=ride.shape.road, duration=ride.shape.duration,
        price_type=data.price.type, price_cents=data.price.cents,
    )  # fmt: skip
    try:
        with transaction.atomic():
            if not Way.objects.select_for_update(no_key=True).filter(pk=way.pk).exists():  # deleted meanwhile
                raise Refused(400, "missing_journey")
            booking.save(force_insert=True)
            notices.tell(booking, "asked")
    except IntegrityError:
        raise Refused(400, "This booking is known already.") from None
    return booking


def of_partner(partner: Partner, pk: UUID) -> PartnerBooking:
    """Refused (404) where this partner has made none of that id."""
    found = (
        PartnerBooking.objects.filter(pk=pk, partner=partner)
        .select_related("partner", "way__trip__author")
        .first()
    )
    if found is None:
        raise Refused(404, "missing_booking")
    return found


@transaction.atomic
def change(partner: Partner, pk: UUID, state: str, message: str = "") -> None:
    """By the partner's word. Refused (404, 409) where it has none or may not go there."""
    of_partner(partner, pk)
    try:
        booking, now = _locked(pk), timezone.now()
    except Refusal:
        raise Refused(404, "missing_booking") from None
    if not rules.may_become(booking, state, now):
        raise Refused(409, "status_already_set")
    _become(booking, State(state), now)
    if message:
        from placette.carpool.standard import messages

        messages.keep(booking, message)
    if state == State.CANCELLED and booking.pick_up_at > now:
        notices.tell(booking, "cancelled")


@transaction.atomic
def accept(booking: PartnerBooking, resident: Person) -> None:
    """Her yes: a seat is taken, the partner is told. Refusal where it is too late or the car is full."""
    held = _waiting(booking)
    if not held.resident_drives and (held.way_id, held.day) in queries.settled([held.way_id]):
        raise Refusal(_("Quelqu’un d’autre vous emmène déjà ce jour-là."))
    if held.resident_drives:
        try:
            seats.claim(held.way, held.day, Taken(held.holder, held.boards_after, held.leaves_after))
        except Full as full:
            raise Refusal(str(full)) from full
        if held.price_cents > allowed(held.way, held.day, held.boards_after, held.leaves_after, 1):
            raise Refusal(_("Avec les autres passagers, ce prix dépasse ce que la loi permet de partager."))
    try:
        with transaction.atomic():
            _become(held, State.CONFIRMED, timezone.now(), decided=True)
    except IntegrityError:
        raise Refusal(_("Quelqu’un d’autre vous emmène déjà ce jour-là.")) from None
    notices.tell_partner(held)


@transaction.atomic
def decline(booking: PartnerBooking, resident: Person) -> None:
    _become(held := _waiting(booking), State.CANCELLED, timezone.now(), decided=True)
    notices.tell_partner(held)


@transaction.atomic
def cancel(booking: PartnerBooking, resident: Person) -> None:
    """She takes back her yes; the seat is free again."""
    held = _locked(booking.pk)
    if held.state != State.CONFIRMED or held.pick_up_at <= timezone.now():
        raise Refusal(_("Ce trajet ne peut plus être annulé."))
    _become(held, State.CANCELLED, timezone.now())
    notices.tell_partner(held)


def _sides(partner: Partner, data: BookingIn) -> tuple[UserIn, UserIn]:
    """Ours and theirs. A partner speaks for its own users only."""
    ours = objects.operator()
    for resident, other in ((data.driver, data.passenger), (data.passenger, data.driver)):
        if other.operator.lower() == partner.operator:
            if resident.operator.lower() != ours:
                raise Refused(400, "missing_user")
            return resident, other
    raise Refused(401, "Neither the driver nor the passenger is of the operator of this key.")


def _ride(way: Way, day: object, data: BookingIn) -> _Ride:
    """Where and when, held against what the way allows."""
    pick_up = (data.passengerPickupLat, data.passengerPickupLng)
    drop_off = (data.passengerDropLat, data.passengerDropLng)
    passes = way.role == "driver" and _reaches(way, pick_up, drop_off)
    found = shape(Near(way, passes), Asked(pick_up, drop_off, AT_THE_END, AT_THE_END))
    if found is None:
        raise Refused(400, "The places are not those of the journey.")
    at = datetime.fromtimestamp(data.passengerPickupDate, tz=timezone.get_default_timezone())
    usual = sets_out(way, day) + timedelta(seconds=found.after)  # type: ignore[arg-type]
    if abs(at - usual) > timedelta(seconds=way.flexibility) + PATIENCE or at <= timezone.now():
        raise Refused(400, "passengerPickupDate is not that of the journey.")
    return _Ride(found, pick_up, drop_off, at)


def _reaches(way: Way, pick_up: Point, drop_off: Point) -> bool:
    a, p, q, b = (place(point) for point in (way.start, pick_up, drop_off, way.end))
    if way.stop_names:
        return lies_on(way, pick_up, drop_off)
    return straight(a, p) + straight(p, q) + straight(q, b) <= way.reach * SLACK


def _waiting(booking: PartnerBooking) -> PartnerBooking:
    held = _locked(booking.pk)
    if held.state != State.WAITING:
        raise Refusal(_("Cette demande a déjà sa réponse."))
    if held.pick_up_at <= timezone.now():
        raise Refusal(_("L’heure de ce trajet est passée."))
    return held


def _locked(pk: UUID) -> PartnerBooking:
    """Refusal where it has gone with its trip."""
    there = PartnerBooking.objects.select_for_update(of=("self",)).select_related(
        "partner", "way__trip__author"
    )
    held = there.filter(pk=pk).first()
    if held is None:
        raise Refusal(str(GONE))
    return held


def _become(booking: PartnerBooking, state: State, now: datetime, *, decided: bool = False) -> None:
    if state == State.CANCELLED:
        seats.release(booking.way, booking.day, booking.holder)
        booking.ended_at = now
    if decided:
        booking.decided_at = now
    booking.state = state
    booking.save(update_fields=["state", "decided_at", "ended_at"])
