"""The shares of one car on one day, as they are agreed."""

from datetime import date

from placette.carpool.costs.scale import UNKNOWN_CAR
from placette.carpool.costs.shares import Aboard, Drive, share_allowed, suggested
from placette.carpool.course import own_course
from placette.carpool.models import Booking, Car, PartnerBooking, Way

AGREED = (Booking.State.ACCEPTED, Booking.State.DONE)
WITH_PARTNERS = (
    PartnerBooking.State.CONFIRMED,
    PartnerBooking.State.COMPLETED,
    PartnerBooking.State.VALIDATED,
)
PARTS = ("boards_after", "leaves_after", "seats")


def drive_of(way: Way, day: date) -> Drive:
    """One query, for the car of the driver. Wants `way.trip`."""
    car = Car.objects.filter(person=way.trip.author_id).first()
    return Drive(
        length=max(1, own_course(way).length),
        road=way.road,
        day=day,
        engine=car.engine if car else UNKNOWN_CAR,
        tolls_cents=way.tolls_cents,
    )


def proposed(way: Way, day: date, boards_after: int, leaves_after: int, road: int, seats: int) -> int:
    """What a form shows first, in cents for all her seats: what is suggested for `road` metres, where that is allowed."""
    return min(suggested(road) * seats, allowed(way, day, boards_after, leaves_after, seats))


def allowed(
    way: Way, day: date, boards_after: int, leaves_after: int, seats: int, but: Booking | None = None
) -> int:
    """The most, in cents, that a passenger may pay for these seats beside what is agreed. Two queries, by booking_of_a_day.

    Whoever writes a share asks under the lock of the way that seats.claim takes. `but` is her own booking, if she has one.
    """
    agreed = Booking.objects.filter(way=way, day=day, state__in=AGREED)
    if but is not None:
        agreed = agreed.exclude(pk=but.pk)
    # Whoever comes through a partner pays a share of the same car.
    partners = PartnerBooking.objects.filter(way=way, day=day, state__in=WITH_PARTNERS, seats__gt=0)
    both = agreed.order_by().values_list(*PARTS, "share_cents")
    both = both.union(partners.order_by().values_list(*PARTS, "price_cents"), all=True).order_by()
    others = [Aboard(*each) for each in both]
    return share_allowed(drive_of(way, day), others, boards_after, leaves_after, seats)
