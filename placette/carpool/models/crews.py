"""Crews: neighbours who take turns at the wheel, to school or to work; and who drives and rides on each day."""

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.carpool.geometry import Point
from placette.carpool.models.trips import Way
from placette.conversations.models import Conversation
from placette.people.models import Person
from placette.places.clock import zone_of
from placette.places.models import Commune

EVERY_DAY = 127
WITHOUT_ENDS = Q(
    start_name="",
    end_name="",
    start_latitude=None,
    start_longitude=None,
    end_latitude=None,
    end_longitude=None,
)
WITH_ENDS = (
    ~Q(start_name="")
    & ~Q(end_name="")
    & Q(start_latitude__range=(-90, 90), end_latitude__range=(-90, 90))
    & Q(start_longitude__range=(-180, 180), end_longitude__range=(-180, 180))
)


class Crew(models.Model):
    """`out_clock` is when all arrive there, `back_clock` when they leave again; in seconds after midnight there."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("L’école")
        WORK = "work", _("Le travail")

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=6, choices=Kind)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="crews")
    place_name = models.CharField(max_length=120)
    # Both ends, as those of a trip; crews of before have the words above alone.
    start_name = models.CharField(max_length=120, blank=True, default="", db_default="")
    start_latitude = models.FloatField(null=True, blank=True)
    start_longitude = models.FloatField(null=True, blank=True)
    end_name = models.CharField(max_length=120, blank=True, default="", db_default="")
    end_latitude = models.FloatField(null=True, blank=True)
    end_longitude = models.FloatField(null=True, blank=True)
    road = models.PositiveIntegerField()  # metres, one way: by the road, or as whoever founded it knows them
    weekdays = models.PositiveSmallIntegerField()  # Monday is bit 0
    out_clock = models.PositiveIntegerField(null=True, blank=True)
    back_clock = models.PositiveIntegerField(null=True, blank=True)
    # It rests while schools of this zone do; empty: it goes on.
    rests_with_zone = models.CharField(max_length=20, blank=True)
    conversation = models.OneToOneField(Conversation, on_delete=models.PROTECT, related_name="crew")
    # When she leaves, a trigger gives it to the oldest verified member (migration 0019).
    founder = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    founded_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    # A form sent twice carries the same key: the second is the first.
    key = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["founder", "key"], name="a_crew_sent_once"),
            models.CheckConstraint(condition=Q(weekdays__range=(1, EVERY_DAY)), name="a_crew_has_its_days"),
            models.CheckConstraint(
                condition=Q(out_clock__lt=86_400) | Q(out_clock__isnull=True, back_clock__isnull=False),
                name="a_crew_goes_or_comes",
            ),
            models.CheckConstraint(
                condition=Q(back_clock__isnull=True)
                | (Q(back_clock__lt=86_400) & (Q(out_clock__isnull=True) | Q(back_clock__gt=F("out_clock")))),
                name="a_crew_comes_back_later",
            ),
            models.CheckConstraint(condition=WITHOUT_ENDS | WITH_ENDS, name="a_crew_has_both_ends_or_words"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("crews:crew", args=[self.pk])

    @property
    def zone(self) -> ZoneInfo:
        return zone_of(self.commune_id)

    @property
    def end(self) -> tuple[str, Point] | None:
        """What it is called, and where it is."""
        if self.end_latitude is None or self.end_longitude is None:
            return None
        return self.end_name, (self.end_latitude, self.end_longitude)

    def clock_of(self, direction: str) -> int | None:
        return self.out_clock if direction == Way.Direction.OUT else self.back_clock


class CrewMember(models.Model):
    """Invited until `joined_at`. `needs`: seats for her children, or her own. `seats`: in her car, beside the driver's."""

    crew = models.ForeignKey(Crew, on_delete=models.CASCADE, related_name="members", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="crews")
    needs = models.PositiveSmallIntegerField(default=1)
    seats = models.PositiveSmallIntegerField(default=0)
    out_days = models.PositiveSmallIntegerField(default=EVERY_DAY)
    back_days = models.PositiveSmallIntegerField(default=EVERY_DAY)
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["crew", "person"], condition=Q(left_at__isnull=True), name="one_place_in_a_crew"
            ),
            models.CheckConstraint(
                condition=Q(needs__range=(1, 8), seats__range=(0, 8)), name="a_member_fits_a_car"
            ),
            models.CheckConstraint(
                condition=Q(out_days__lte=EVERY_DAY, back_days__lte=EVERY_DAY),
                name="a_member_comes_on_weekdays",
            ),
        ]

    def days_of(self, direction: str) -> int:
        return self.out_days if direction == Way.Direction.OUT else self.back_days


class CrewTurn(models.Model):
    """A car that goes on a day in one direction: who drives, how many seats it has, how many are taken.

    `car` numbers the cars of a crew that needs several.
    """

    crew = models.ForeignKey(Crew, on_delete=models.CASCADE, related_name="turns", db_index=False)
    day = models.DateField()
    direction = models.CharField(max_length=4, choices=Way.Direction)
    car = models.PositiveSmallIntegerField(default=1)
    driver = models.ForeignKey(CrewMember, on_delete=models.CASCADE, related_name="turns")
    seats = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField()
    by_hand = models.BooleanField(default=False)  # she took it herself: no plan takes it from her
    driver_says_done = models.BooleanField(null=True)

    class Meta:
        ordering = ["day", "-direction", "car"]  # out before back
        constraints = [
            models.UniqueConstraint(fields=["crew", "day", "direction", "car"], name="one_driver_a_car"),
            models.UniqueConstraint(fields=["crew", "day", "direction", "driver"], name="one_car_a_driver"),
            models.CheckConstraint(condition=Q(taken__lte=F("seats")), name="nobody_rides_without_a_seat"),
        ]
        indexes = [models.Index(fields=["day"], name="crew_turn_day")]


class CrewRider(models.Model):
    """A member on a day in one direction. `due`: her share of the turns at the wheel then, in thousandths of a turn."""

    class State(models.TextChoices):
        COMES = "comes", _("vient")
        RIDES = "rides", _("vient sans conduire")
        AWAY = "away", _("ne vient pas")

    crew = models.ForeignKey(Crew, on_delete=models.CASCADE, related_name="riders", db_index=False)
    day = models.DateField()
    direction = models.CharField(max_length=4, choices=Way.Direction)
    member = models.ForeignKey(CrewMember, on_delete=models.CASCADE, related_name="rides")
    state = models.CharField(max_length=5, choices=State, default=State.COMES)
    turn = models.ForeignKey(
        CrewTurn, on_delete=models.SET_NULL, null=True, blank=True, related_name="riders"
    )
    seats = models.PositiveSmallIntegerField(default=0)  # taken in that car
    due = models.PositiveIntegerField(default=0)
    says_done = models.BooleanField(null=True)
    would_have_driven = models.BooleanField(null=True)

    class Meta:
        ordering = ["day", "-direction", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["crew", "day", "direction", "member"], name="one_ride_a_member"),
            models.CheckConstraint(
                condition=~Q(state="away") | Q(turn__isnull=True, due=0), name="who_is_away_has_no_seat"
            ),
        ]
