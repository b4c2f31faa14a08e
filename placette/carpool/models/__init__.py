from placette.carpool.models.rides import Booking, Contact, Seat
from placette.carpool.models.trips import Pause, Trip, Way

__all__ = ["Booking", "Contact", "Pause", "Seat", "Trip", "Way"]
