from placette.carpool.models.partners import (
    Partner,
    PartnerBooking,
    PartnerEvent,
    PartnerKey,
    PartnerMessage,
)
from placette.carpool.models.rides import Booking, Contact, Seat
from placette.carpool.models.trips import Pause, Trip, Way

__all__ = [
    "Booking", "Contact", "Partner", "PartnerBooking", "PartnerEvent", "PartnerKey", "PartnerMessage", "Pause", "Seat",
    "Trip", "Way",
]  # fmt: skip
