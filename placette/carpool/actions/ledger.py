"""A ride that took place, written to the ledger once."""

from placette.carpool import rules
from placette.carpool.models import Booking
from placette.impact.actions import record_ride
from placette.people.models import Membership


def write_to_ledger(booking: Booking) -> None:
    """Driver and passenger, the commune of the driver's trip, and the one where the passenger is verified, her home first."""
    trip = booking.way.trip
    verified = Membership.objects.filter(person=booking.passenger_id, verified_at__isnull=False)
    home = verified.order_by("purpose").first()
    record_ride(
        source=f"booking:{booking.pk}",
        commune_code=trip.commune_id,
        other_commune_code=home.commune_id if home else trip.commune_id,
        done_at=booking.drop_off_at,
        metres=booking.road,
        detour_metres=booking.detour,
        seats=booking.seats,
        share_cents=booking.share_cents,
        would_have_driven=booking.would_have_driven,
        people=(rules.driver_of(booking), booking.passenger_id),
    )
