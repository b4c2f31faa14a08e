"""Who sits in whose car: two people in touch about a trip, the rides they agree on, the seats that these take."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.carpool.models.trips import Trip, Way
from placette.conversations.models import Conversation
from placette.people.models import Deed, Person


class Contact(models.Model):
    """A neighbour is in touch with the author of a trip: one conversation, however often she presses."""

    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="contacts", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="contact")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trip", "person"], name="one_contact_a_neighbour")]


class Bookings(models.QuerySet["Booking"]):
    def of(self, person: Person) -> "Bookings":
        """Those in which she drives or rides. By the indexes of a trip's author and a booking's passenger, one after the other:
        an OR of both would read all bookings.
        """
        either = self.model.objects.order_by().values("pk")
        rides, drives = either.filter(passenger=person), either.filter(way__trip__author=person)
        return self.filter(pk__in=rides.union(drives))


class Booking(models.Model):
    """A passenger's ride on one day, along a part of a driver's way. Either of the two asks, the other says yes.

    `boards_after` and `leaves_after` are metres along the straight line of the way: the seats are hers in between.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Demandé")
        ACCEPTED = "accepted", _("Convenu")
        DECLINED = "declined", _("Refusé")
        CANCELLED = "cancelled", _("Annulé")
        DONE = "done", _("C’est fait")
        FAILED = "failed", _("N’a pas eu lieu")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="bookings")
    way = models.ForeignKey(Way, on_delete=models.CASCADE, related_name="bookings", db_index=False)
    day = models.DateField()  # on which the driver sets out, by the clocks there
    passenger = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="rides")
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # What the passenger looked for, where she had posted it.
    wish = models.ForeignKey(Way, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    wish_day = models.DateField(
        null=True, blank=True
    )  # for which she looked: after midnight not the driver's
    seats = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    pick_up_name = models.CharField(max_length=120)
    pick_up_latitude = models.FloatField()
    pick_up_longitude = models.FloatField()
    drop_off_name = models.CharField(max_length=120)
    drop_off_latitude = models.FloatField()
    drop_off_longitude = models.FloatField()
    pick_up_at = models.DateTimeField()
    drop_off_at = models.DateTimeField()
    boards_after = models.PositiveIntegerField()
    leaves_after = models.PositiveIntegerField()
    road = models.PositiveIntegerField()  # metres together on board
    detour = models.PositiveIntegerField(default=0)  # metres
    share_cents = models.PositiveIntegerField(default=0)  # for all her seats
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # done, failed or cancelled
    ended_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    # What each says afterwards; null as long as she has said nothing.
    driver_says_done = models.BooleanField(null=True)
    passenger_says_done = models.BooleanField(null=True)
    would_have_driven = models.BooleanField(null=True)  # the passenger, alone in a car of her own
    # When the driver read the passenger's code: nobody's word is needed any more (boarding.py).
    boarded_at = models.DateTimeField(null=True, blank=True)
    # By whom the passenger last said something where she has no screen.
    deed = models.ForeignKey(
        Deed, on_delete=models.SET_NULL, null=True, blank=True, related_name="rides", db_index=False
    )
    key = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001 - a form sent twice

    objects = Bookings.as_manager()

    class Meta:
        ordering = ["pick_up_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["way", "day", "passenger"],
                condition=Q(state__in=["asked", "accepted"]),
                name="one_open_booking_a_ride",
            ),
            models.UniqueConstraint(fields=["contact", "key"], name="a_booking_sent_once"),
            models.CheckConstraint(condition=Q(seats__range=(1, 8)), name="a_booking_takes_seats"),
            models.CheckConstraint(
                condition=Q(leaves_after__gt=F("boards_after")), name="a_ride_goes_forward"
            ),
            models.CheckConstraint(condition=Q(drop_off_at__gte=F("pick_up_at")), name="a_ride_takes_time"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "cancelled"]) | Q(decided_at__isnull=False),
                name="a_yes_or_no_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["cancelled", "done", "failed"], ended_at__isnull=False)
                | (~Q(state__in=["cancelled", "done", "failed"]) & Q(ended_at__isnull=True)),
                name="a_ride_s_end_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(boarded_at__isnull=True) | Q(state__in=["accepted", "done"]),
                name="who_is_on_board_rides",
            ),
        ]
        indexes = [
            models.Index(fields=["way", "day"], name="booking_of_a_day"),
            models.Index(fields=["pick_up_at"], condition=Q(state="accepted"), name="booking_agreed"),
            models.Index(fields=["deed"], condition=Q(deed__isnull=False), name="booking_deed"),
        ]


class Seat(models.Model):
    """One numbered seat of a way on a day, taken between two points of it. `holder` is « booking:12 » or what else took it.

    Whatever races: no seat is taken twice at the same place. actions/seats.py numbers them so that all fit who can.
    """

    way = models.ForeignKey(Way, on_delete=models.CASCADE, related_name="taken", db_index=False)
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    span = IntegerRangeField()  # metres along the straight line of the way
    holder = models.CharField(max_length=60)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="a_seat_is_taken_once",
                expressions=[
                    ("way", RangeOperators.EQUAL),
                    ("day", RangeOperators.EQUAL),
                    ("number", RangeOperators.EQUAL),
                    ("span", RangeOperators.OVERLAPS),
                ],
                # A new passenger may have the others change their numbers: at commit all must fit.
                deferrable=Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(number__range=(1, 8)), name="a_seat_has_a_number"),
        ]
