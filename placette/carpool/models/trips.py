"""Trips that neighbours drive or look for, and the ways of each: out, and back."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, GeneratedField, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.carpool.fields import BoxField, PlaceField, TransactionField
from placette.carpool.geometry import Point
from placette.people.audience import Audience
from placette.people.models import Deed, Person
from placette.places import spots
from placette.places.clock import zone_of
from placette.places.models import Commune

STOPS = 5  # places between the ends of a way; the form asks for no more


def _place(end: str) -> Any:
    return GeneratedField(
        expression=Func(F(f"{end}_latitude"), F(f"{end}_longitude"), function="carpool_place"),
        output_field=PlaceField(),
        db_persist=True,
    )


def _all_within(numbers: str, most: int) -> Any:
    return Func(
        F(numbers),
        template=f"{most} >= ALL(%(expressions)s) AND -{most} <= ALL(%(expressions)s)",
        output_field=models.BooleanField(),
    )


class Trip(models.Model):
    """What somebody posts: a drive that she shares, or a ride that she looks for."""

    class Role(models.TextChoices):
        DRIVER = "driver", _("Je conduis")
        PASSENGER = "passenger", _("Je cherche un trajet")

    class Preference(models.TextChoices):
        """What is good to know before one sits together."""

        TALK = "talk", _("J’aime discuter")
        QUIET = "quiet", _("Plutôt calme")
        MUSIC = "music", _("Musique")
        NO_SMOKING = "no_smoking", _("Sans tabac")
        ANIMALS = "animals", _("Animaux bienvenus")
        LUGGAGE = "luggage", _("Place pour des bagages")
        CAR_SEAT = "car_seat", _("Siège enfant")
        WHEELCHAIR = "wheelchair", _("Fauteuil roulant")

    class State(models.TextChoices):
        OPEN = "open", _("En ligne")
        PAUSED = "paused", _("En pause")
        CLOSED = "closed", _("Terminé")

    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="trips")
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="trips")
    role = models.CharField(max_length=9, choices=Role)
    audience = models.CharField(max_length=9, choices=Audience, default=Audience.COMMUNITY)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    note = models.CharField(max_length=500, blank=True)
    seats = models.PositiveSmallIntegerField(default=1)
    preferences = ArrayField(models.CharField(max_length=12, choices=Preference), default=list, blank=True)
    # A weekly trip that rests while schools of this zone do; empty: it goes on.
    rests_with_zone = models.CharField(max_length=20, blank=True)
    # Also shown to the partners of the Standard Covoiturage, without a name.
    shown_to_partners = models.BooleanField(default=False)
    # Only women who have said so (models.Woman) find it, see it, are told of it.
    women_only = models.BooleanField(default=False, db_default=False)
    # What it goes to, on this site (coming.py): its title, and its address, by which such trips find each other.
    destination_title = models.CharField(max_length=120, blank=True, default="", db_default="")
    destination_path = models.CharField(max_length=200, blank=True, default="", db_default="")
    created_at = models.DateTimeField(default=timezone.now)
    # By whom it was asked where its author has no screen.
    deed = models.ForeignKey(
        Deed, on_delete=models.SET_NULL, null=True, blank=True, related_name="trips", db_index=False
    )
    # A form sent twice carries the same key: the second is the first.
    key = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="a_trip_sent_once"),
            models.CheckConstraint(condition=Q(seats__range=(1, 8)), name="a_car_has_its_seats"),
            models.CheckConstraint(
                condition=Q(women_only=False) | Q(shown_to_partners=False),
                name="among_women_is_for_no_partner",
            ),
            models.CheckConstraint(
                condition=Q(destination_path="", destination_title="")
                | (Q(destination_path__startswith="/") & ~Q(destination_title="")),
                name="a_destination_is_on_this_site",
            ),
        ]
        indexes = [
            models.Index(
                fields=["destination_path"], condition=~Q(destination_path=""), name="trip_destination"
            ),
            models.Index(fields=["deed"], condition=Q(deed__isnull=False), name="trip_deed"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("carpool:trip", args=[self.pk])

    @property
    def zone(self) -> ZoneInfo:
        """Whose clocks its ways go by."""
        return zone_of(self.commune_id)


class Way(models.Model):
    """One direction of a trip: from, to, and when by the clocks there; once on a date, or every week.

    `reach` is how long the road may become with others on board, in metres: whoever is picked up and dropped
    lies in `area`, the box around all places that such a road can touch (geometry.py says why none is lost).
    """

    class Direction(models.TextChoices):
        OUT = "out", _("Aller")
        BACK = "back", _("Retour")

    class Source(models.TextChoices):
        ESTIMATE = "estimate", _("environ")
        OSRM = "osrm", _("par la route")
        VALHALLA = "valhalla", _("par la route")

    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="ways")
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.OUT)
    # Of the trip, repeated so that a search reads one table.
    role = models.CharField(max_length=9, choices=Trip.Role)
    is_open = models.BooleanField(default=True)
    seats = models.PositiveSmallIntegerField()
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=9, choices=Audience)
    start_name = models.CharField(max_length=120)
    start_latitude = models.FloatField()
    start_longitude = models.FloatField()
    end_name = models.CharField(max_length=120)
    end_latitude = models.FloatField()
    end_longitude = models.FloatField()
    # Where a driver passes in between, in her order; the road and its seconds are through them.
    stop_names = ArrayField(models.CharField(max_length=120), default=list, blank=True, db_default=[])
    stop_latitudes = ArrayField(models.FloatField(), default=list, blank=True, db_default=[])
    stop_longitudes = ArrayField(models.FloatField(), default=list, blank=True, db_default=[])
    # By the clocks of the start, in seconds after midnight; on a date, or on days of the week (Monday is bit 0).
    clock = models.PositiveIntegerField()
    flexibility = models.PositiveIntegerField(default=900)  # seconds, either way
    on = models.DateField(null=True, blank=True)
    weekdays = models.PositiveSmallIntegerField(null=True, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    road = models.PositiveIntegerField()  # metres
    duration = models.PositiveIntegerField()  # seconds
    source = models.CharField(max_length=8, choices=Source, default=Source.ESTIMATE)
    detour = models.PositiveIntegerField(default=0)  # metres that the driver accepts
    reach = models.FloatField()
    tolls_cents = models.PositiveIntegerField(default=0, db_default=0)
    a, b = _place("start"), _place("end")
    area = GeneratedField(
        expression=Func(
            F("start_latitude"), F("start_longitude"), F("end_latitude"), F("end_longitude"), F("reach"),
            function="carpool_area",
        ),
        output_field=BoxField(),
        db_persist=True,
    )  # fmt: skip
    # Which transaction wrote it last (a trigger): queries/column_table.py reads what is new.
    changed = TransactionField(db_default=Func(function="pg_current_xact_id"), editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["trip", "direction"], name="one_way_a_direction"),
            models.CheckConstraint(
                condition=Q(on__isnull=False, weekdays__isnull=True)
                | Q(on__isnull=True, weekdays__range=(1, 127), first_day__isnull=False),
                name="a_way_is_once_or_weekly",
            ),
            models.CheckConstraint(condition=Q(clock__lt=86_400), name="a_clock_shows_a_day"),
            models.CheckConstraint(
                condition=Q(start_latitude__range=(-90, 90), end_latitude__range=(-90, 90))
                & Q(start_longitude__range=(-180, 180), end_longitude__range=(-180, 180)),
                name="a_way_is_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="a_week_has_an_end"
            ),
            models.CheckConstraint(
                condition=Q(stop_names__len=0) | Q(role=Trip.Role.DRIVER, stop_names__len__lte=STOPS),
                name="a_driver_passes_few_places",
            ),
            models.CheckConstraint(
                condition=Q(
                    stop_latitudes__len=F("stop_names__len"), stop_longitudes__len=F("stop_names__len")
                ),
                name="a_stop_has_a_name_and_a_place",
            ),
            models.CheckConstraint(
                condition=Q(_all_within("stop_latitudes", 90)) & Q(_all_within("stop_longitudes", 180)),
                name="a_stop_is_on_earth",
            ),
        ]
        # Requests: where, in which direction, when (migration 0006 says why none is lost), with all that a search reads, as
        # rows of neighbours lie far apart in the table. Drives are searched in Passage; here only by where.
        indexes = [
            GistIndex(fields=["area"], condition=Q(is_open=True, role="driver"), name="way_drivers_area"),
            GistIndex(
                F("area"),
                Func(F("a"), F("b"), F("reach"), function="carpool_heading"),
                Func(
                    F("role"), F("clock"), F("flexibility"), F("reach"), F("on"), F("first_day"), F("last_day"),
                    function="carpool_moment",
                ),
                include=[
                    "id", "trip", "role", "commune", "audience", "a", "b", "reach", "clock", "flexibility", "seats",
                    "on", "weekdays", "first_day", "last_day",
                ],
                condition=Q(is_open=True, role="passenger"),
                name="way_passengers",
            ),
            models.Index(fields=["changed"], name="way_changed"),
            models.Index(fields=["id"], condition=~Q(stop_names=[]), name="way_with_stops"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{spots.town(self.start_name)} → {spots.town(self.end_name)}"

    @property
    def start(self) -> Point:
        return self.start_latitude, self.start_longitude

    @property
    def end(self) -> Point:
        return self.end_latitude, self.end_longitude

    @property
    def stops(self) -> list[tuple[str, Point]]:
        """What they are called and where they are."""
        places = zip(self.stop_latitudes, self.stop_longitudes, strict=True)
        return list(zip(self.stop_names, places, strict=True))

    @property
    def line(self) -> list[Point]:
        """From the start by its stops to the end."""
        return [self.start, *(point for _name, point in self.stops), self.end]
