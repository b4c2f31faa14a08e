"""A ride in the shape of the register's API v3.3, POST /journeys. Nothing is in it that the register does not ask for."""

from datetime import UTC, datetime
from typing import Any

from placette.carpool.feeds.gtfs import opaque
from placette.carpool.models import Booking, Journey, ProofIdentity


def body(
    journey: Journey, driver: ProofIdentity, passenger: ProofIdentity, operator_class: str
) -> dict[str, Any]:
    """Wants `journey.booking`. Cents and metres; hours as they were agreed. No incentive passes through this site."""
    ride: Booking = journey.booking
    return {
        # The pattern of the specification has no dash, although its example does.
        "operator_journey_id": journey.uuid.hex,
        "operator_trip_id": opaque("drive", f"{ride.way_id}:{ride.day}"),
        "operator_class": operator_class,
        "incentives": [],
        "start": _at(ride.pick_up_at, ride.pick_up_latitude, ride.pick_up_longitude),
        "end": _at(ride.drop_off_at, ride.drop_off_latitude, ride.drop_off_longitude),
        "distance": ride.road,
        "driver": {"identity": _identity(driver), "revenue": ride.share_cents},
        "passenger": {
            "identity": _identity(passenger) | {"over_18": passenger.over_18},
            "contribution": ride.share_cents,
            "seats": ride.seats,
        },
    }


def _at(moment: datetime, latitude: float, longitude: float) -> dict[str, Any]:
    return {"datetime": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "lat": latitude, "lon": longitude}


def _identity(person: ProofIdentity) -> dict[str, Any]:
    return {
        "operator_user_id": str(person.operator_user_id),
        "identity_key": person.identity_key,
        "phone_trunc": person.phone_trunc,
    }
