"""What partners are shown, and who of ours decides on what they ask."""

from datetime import datetime

from placette.carpool.models import PartnerBooking, Trip
from placette.people.models import Membership
from placette.people.standing import Standing

State = PartnerBooking.State
# Forwards only, and whoever has cancelled asks anew (shared/CARPOOL.md, 1.5).
ORDER = (State.WAITING, State.CONFIRMED, State.COMPLETED, State.VALIDATED, State.CANCELLED)


def may_show(trip: Trip) -> bool:
    """To partners: while it stands, where its author wants it and is verified there; queries.SHOWN is the SQL twin.

    One query. Wants `trip.author`.
    """
    return (
        trip.shown_to_partners
        and trip.state == Trip.State.OPEN
        and trip.author.is_active
        and Membership.objects.filter(
            person=trip.author_id, commune=trip.commune_id, verified_at__isnull=False
        ).exists()
    )


def comes_after(state: str, before: str) -> bool:
    return ORDER.index(State(state)) > ORDER.index(State(before))


def may_become(booking: PartnerBooking, state: str, now: datetime) -> bool:
    """By the partner's word: cancelled at any time; done or validated once what the resident agreed to has begun.

    It never confirms: that yes is the resident's.
    """
    if not comes_after(state, booking.state):
        return False
    if state == State.CANCELLED:
        return True
    agreed = booking.state in (State.CONFIRMED, State.COMPLETED)
    return agreed and state in (State.COMPLETED, State.VALIDATED) and booking.pick_up_at <= now


def is_asked(standing: Standing, booking: PartnerBooking) -> bool:
    """She whose journey it is, and nobody else. Wants `booking.way.trip`."""
    return standing.person is not None and booking.way.trip.author_id == standing.person.pk


def may_accept(standing: Standing, booking: PartnerBooking, now: datetime) -> bool:
    return standing.is_verified and may_decline(standing, booking, now)


def may_decline(standing: Standing, booking: PartnerBooking, now: datetime) -> bool:
    waits = booking.state == State.WAITING and booking.pick_up_at > now
    return waits and is_asked(standing, booking)


def may_cancel(standing: Standing, booking: PartnerBooking, now: datetime) -> bool:
    agreed = booking.state == State.CONFIRMED and booking.pick_up_at > now
    return agreed and is_asked(standing, booking)
