"""« Je peux vous emmener »: a driver answers a request in one tap."""

from datetime import date

from django.db import transaction

from placette.carpool.actions import bookings, trips
from placette.carpool.models import Booking, Trip, Way
from placette.carpool.queries import matching
from placette.carpool.queries.matches import wish_of
from placette.carpool.riding import End, terms
from placette.people.models import Person
from placette.people.standing import Standing


@transaction.atomic
def offer_to(wish: Way, day: date, driver: Person, standing: Standing, key: object = None) -> Booking:
    """A seat for the author of `wish` on that day: in the drive of hers that passes with the least detour, or in one made
    for this, from where to where she asked.
    """
    start, end = End(wish.start_name, wish.start), End(wish.end_name, wish.end)
    way, on = _drive_of(driver, wish, day) or (_made_for(wish, day, driver, standing), day)
    agreed = terms(way, on, start, end)
    return bookings.ask(
        wish.trip, way, driver, wish.trip.author, agreed, seats=wish.seats, wish=wish, key=str(key) if key else None,
    )  # fmt: skip


def _drive_of(driver: Person, wish: Way, day: date) -> tuple[Way, date] | None:
    found = {each.way: each.day for each in matching.drivers(wish_of(wish, day))}
    hers = Way.objects.filter(pk__in=found, trip__author=driver).select_related("trip")
    order = list(found)
    way = min(hers, key=lambda each: order.index(each.pk), default=None)
    return (way, found[way.pk]) if way else None


def _made_for(wish: Way, day: date, driver: Person, standing: Standing) -> Way:
    membership = next(each for each in standing.memberships if each.verified_at)
    again = Way.objects.filter(
        trip__author=driver, role=Trip.Role.DRIVER, is_open=False, on=day, clock=wish.clock,
        start_latitude=wish.start_latitude, start_longitude=wish.start_longitude,
        end_latitude=wish.end_latitude, end_longitude=wish.end_longitude,
    ).select_related("trip")  # fmt: skip
    if made := again.first():
        return made
    direction = trips.Direction(
        End(wish.start_name, wish.start), End(wish.end_name, wish.end), wish.clock, wish.flexibility, on=day
    )
    trip = trips.create(
        driver, membership, [direction], role=Trip.Role.DRIVER, seats=max(3, wish.seats), is_listed=False,
        audience=wish.trip.audience,
    )  # fmt: skip
    return trip.ways.select_related("trip").get()
