from placette.carpool.models.areas import Area
from placette.carpool.models.cars import Car
from placette.carpool.models.crews import Crew, CrewMember, CrewRider, CrewTurn
from placette.carpool.models.deeds import RideDeed
from placette.carpool.models.partners import (
    Partner,
    PartnerBooking,
    PartnerEvent,
    PartnerKey,
    PartnerMessage,
)
from placette.carpool.models.passages import Passage
from placette.carpool.models.pauses import Pause
from placette.carpool.models.proof import CalendarAddress, Journey, ProofIdentity
from placette.carpool.models.rides import Booking, Contact, Seat
from placette.carpool.models.trips import Trip, Way
from placette.carpool.models.women import Woman

__all__ = [
    "Area", "Booking", "CalendarAddress", "Car", "Contact", "Crew", "CrewMember", "CrewRider", "CrewTurn", "Journey",
    "Partner", "PartnerBooking", "PartnerEvent", "PartnerKey", "PartnerMessage", "Passage", "Pause", "ProofIdentity", "RideDeed",
    "Seat", "Trip", "Way", "Woman",
]  # fmt: skip
