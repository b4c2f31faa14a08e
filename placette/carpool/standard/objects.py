"""The objects of the standard, with no more in them than a partner's user needs to choose."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from placette.carpool.costs.shares import suggested
from placette.carpool.models import PartnerBooking, Trip
from placette.carpool.standard import ids
from placette.carpool.standard.rides import Shape, shown
from placette.people.models import Person


def operator() -> str:
    """Our domain, the same in every object."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def user(person: Person) -> dict[str, str]:
    """Her initials: who she is she tells whom she takes along."""
    alias = ".".join(person.initials) + "."
    return {"id": ids.of_person(person.pk), "operator": operator(), "alias": alias}


def price(road: int) -> dict[str, Any]:
    """An estimate for one seat over so many metres."""
    return {"type": "PAYING", "amount": suggested(road) / 100, "currency": "EUR"}


def trip(shape: Shape) -> dict[str, Any]:
    """DriverTrip or PassengerTrip."""
    way = shape.way
    drives = way.role == "driver"
    read = {
        "operator": operator(),
        "passengerPickupLat": shape.pick_up[0],
        "passengerPickupLng": shape.pick_up[1],
        "passengerDropLat": shape.drop_off[0],
        "passengerDropLng": shape.drop_off[1],
        "distance": shape.road,
        "duration": shape.duration,
        "driver" if drives else "passenger": user(way.trip.author),
    }
    if drives:
        start, end = shown(way.start), shown(way.end)
        read |= {
            "driverDepartureLat": start[0],
            "driverDepartureLng": start[1],
            "driverArrivalLat": end[0],
            "driverArrivalLng": end[1],
            "departureToPickupWalkingDistance": shape.walks[0],
            "dropoffToArrivalWalkingDistance": shape.walks[1],
        }
    preferences = _preferences(way.trip)
    return read | ({"preferences": preferences} if drives and preferences else {})


def schedule(shape: Shape, day: date, pick_up_at: datetime) -> dict[str, Any]:
    """JourneySchedule. No webUrl: a trip's page opens to neighbours only, so partners book by the API."""
    at = round(pick_up_at.timestamp())
    return {
        "id": ids.of_journey(shape.way.role, shape.way.pk, day),
        "type": "PLANNED",
        "passengerPickupDate": at,
        "driverDepartureDate": at - shape.before,
    }


def booking(booking: PartnerBooking) -> dict[str, Any]:
    """Booking. Wants `way.trip.author` and `partner`."""
    theirs = {"id": booking.other_id, "operator": booking.partner.operator, "alias": booking.other_alias}
    ours = user(booking.resident)
    driver, passenger = (ours, theirs) if booking.resident_drives else (theirs, ours)
    cost: dict[str, Any] = {"type": booking.price_type}
    if booking.price_type == "PAYING":
        cost |= {"amount": booking.price_cents / 100, "currency": "EUR"}
    addresses = {
        "passengerPickupAddress": booking.pick_up_address,
        "passengerDropAddress": booking.drop_off_address,
    }
    journey = "driverJourneyId" if booking.resident_drives else "passengerJourneyId"
    return {
        "id": str(booking.pk),
        "driver": driver,
        "passenger": passenger,
        "status": booking.state,
        "price": cost,
        "passengerPickupDate": round(booking.pick_up_at.timestamp()),
        "passengerPickupLat": booking.pick_up_latitude,
        "passengerPickupLng": booking.pick_up_longitude,
        "passengerDropLat": booking.drop_off_latitude,
        "passengerDropLng": booking.drop_off_longitude,
        "distance": booking.road,
        "duration": booking.duration,
        journey: ids.of_journey(booking.way.role, booking.way_id, booking.day),
    } | {name: text for name, text in addresses.items() if text}


def _preferences(trip: Trip) -> dict[str, bool]:
    said = set(trip.preferences)
    choice = Trip.Preference
    read = {}
    if choice.NO_SMOKING in said:
        read["smoking"] = False
    if choice.ANIMALS in said:
        read["animals"] = True
    if choice.MUSIC in said:
        read["music"] = True
    if said & {choice.TALK, choice.QUIET}:
        read["isTalker"] = choice.TALK in said
    return read
