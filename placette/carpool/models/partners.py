"""Other carpooling services that speak the Standard Covoiturage with us: their keys, and what their users ask of ours."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.carpool.models.trips import Trip, Way
from placette.people.models import Person


class Partner(models.Model):
    """An operator, by the domain that it writes in every object of the standard."""

    operator = models.CharField(max_length=253, unique=True)
    name = models.CharField(max_length=80)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class PartnerKey(models.Model):
    """What a partner shows in X-API-Key. Only its hash is kept; `label`, its first signs, tells one from another."""

    class Scope(models.TextChoices):
        SEARCH = "search"
        BOOK = "book"
        WRITE = "write"

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="keys")
    label = models.CharField(max_length=12, unique=True)
    hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=6, choices=Scope))
    issued_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)


class PartnerBooking(models.Model):
    """A ride of a partner's user with a resident, as the standard has it; the resident says yes or no.

    Where the way is a driver's, the other is the passenger and takes a seat once it is confirmed; where it is a
    passenger's, the other drives. `boards_after` and `leaves_after` as in Booking.
    """

    class State(models.TextChoices):
        WAITING = "WAITING_CONFIRMATION", _("Demandé")
        CONFIRMED = "CONFIRMED", _("Convenu")
        COMPLETED = "COMPLETED_PENDING_VALIDATION", _("Effectué, à valider")
        VALIDATED = "VALIDATED", _("Effectué")
        CANCELLED = "CANCELLED", _("Annulé")

    id = models.UUIDField(primary_key=True)  # made by the partner
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="bookings")
    way = models.ForeignKey(Way, on_delete=models.CASCADE, related_name="partner_bookings", db_index=False)
    day = models.DateField()  # on which the driver sets out, by the clocks there
    state = models.CharField(max_length=28, choices=State, default=State.WAITING)
    other_id = models.CharField(max_length=255)  # of the partner's user, with the partner
    other_alias = models.CharField(max_length=60)
    seats = models.PositiveSmallIntegerField(default=1)  # of ours; 0 where the partner’s user drives
    pick_up_latitude = models.FloatField()
    pick_up_longitude = models.FloatField()
    pick_up_address = models.CharField(max_length=200, blank=True)
    drop_off_latitude = models.FloatField()
    drop_off_longitude = models.FloatField()
    drop_off_address = models.CharField(max_length=200, blank=True)
    pick_up_at = models.DateTimeField()
    boards_after = models.PositiveIntegerField()
    leaves_after = models.PositiveIntegerField()
    road = models.PositiveIntegerField()  # metres together on board
    duration = models.PositiveIntegerField()  # seconds
    price_type = models.CharField(max_length=7)  # FREE, PAYING
    price_cents = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)  # the resident's yes or no
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pick_up_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["way", "day", "partner", "other_id"],
                condition=Q(state__in=["WAITING_CONFIRMATION", "CONFIRMED"]),
                name="one_open_partner_booking_a_ride",
            ),
            models.UniqueConstraint(
                fields=["way", "day"],
                condition=Q(state="CONFIRMED", seats=0),
                name="one_partner_drives_a_passenger",
            ),
            models.CheckConstraint(
                condition=Q(leaves_after__gt=F("boards_after")), name="a_partner_s_ride_goes_forward"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["WAITING_CONFIRMATION", "CANCELLED"]) | Q(decided_at__isnull=False),
                name="a_resident_s_yes_is_dated",
            ),
        ]
        indexes = [models.Index(fields=["way", "day"], name="partner_booking_of_a_day")]

    @property
    def resident(self) -> Person:
        """Who decides. Wants `way.trip.author`."""
        return self.way.trip.author

    @property
    def resident_drives(self) -> bool:
        return self.way.role == Trip.Role.DRIVER

    @property
    def holder(self) -> str:
        """Whose seats these are, for actions.seats."""
        return f"partner:{self.pk}"


class PartnerMessage(models.Model):
    """What a partner's user writes to a resident. The answer goes by the way that the message itself gives."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="messages")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    booking = models.ForeignKey(
        PartnerBooking, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    way = models.ForeignKey(Way, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    other_alias = models.CharField(max_length=60)
    text = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["at", "id"]


class PartnerEvent(models.Model):
    """What a partner reports of a booking made with it: that it is there and how it stands, of nobody in particular."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="events")
    booking = models.CharField(max_length=255)  # its id with the partner
    state = models.CharField(max_length=28, choices=PartnerBooking.State)
    pick_up_at = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "booking"], name="a_partner_s_booking_stands_once")
        ]
