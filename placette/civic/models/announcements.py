"""What the town hall tells the residents: news, what matters, an emergency."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.people.models import Person
from placette.places.clock import zone_of
from placette.places.models import Commune, Community, Quarter


class Announcement(models.Model):
    """`starts_at` and `ends_at`: from when to when what it tells is so; an emergency always ends. What has a day and a place
    is an event, and in the agenda (queries/agenda.py). `held_in`: the commune of that place, where it is not the one that
    says it. `latitude`, `longitude`: of the place, in degrees (WGS84), where they are known (venues.py).

    No quarter: it is for the whole commune. `seen` is kept by the database: how many residents have opened it.
    """

    class Level(models.TextChoices):
        NORMAL = "normal", _("Une information")
        IMPORTANT = "important", _("Une information importante")
        EMERGENCY = "emergency", _("Une alerte")

    class State(models.TextChoices):
        DRAFT = "draft", _("Brouillon")
        SCHEDULED = "scheduled", _("Programmée")
        PUBLISHED = "published", _("En ligne")
        WITHDRAWN = "withdrawn", _("Retirée")

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="announcements")
    author = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="announcements", db_index=False
    )
    quarters = models.ManyToManyField(Quarter, related_name="+", blank=True)
    level = models.CharField(max_length=9, choices=Level, default=Level.NORMAL)
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=4000)
    place = models.CharField(max_length=200, blank=True)
    held_in = models.ForeignKey(
        Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    residents_only = models.BooleanField(default=False)
    # The storage name's stem of one picture in three widths, and what it shows for those who do not see it.
    photo = models.CharField(max_length=120, blank=True)
    photo_says = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    publish_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # After it was published: how often its words have changed, and when last. Readers and programs are told.
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    seen = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    key = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001 - a form sent twice is one

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="an_announcement_sent_once"),
            models.CheckConstraint(
                condition=~Q(level="emergency") | Q(ends_at__isnull=False), name="an_emergency_ends"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gte=F("starts_at")),
                name="an_announcement_ends_after",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(publish_at__isnull=False),
                name="what_is_scheduled_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "scheduled"], published_at__isnull=True)
                | Q(state__in=["published", "withdrawn"], published_at__isnull=False),
                name="what_is_published_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_at__isnull=True)),
                name="what_is_withdrawn_says_when",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | ~Q(place="")
                & Q(latitude__isnull=False, latitude__range=(-90, 90))
                & Q(longitude__isnull=False, longitude__range=(-180, 180)),
                name="a_point_stands_beside_its_words",
            ),
        ]
        indexes = [
            models.Index(
                fields=["commune", "-published_at", "-id"],
                condition=Q(state="published"),
                name="announcement_newest",
            ),
            models.Index(fields=["publish_at"], condition=Q(state="scheduled"), name="announcement_due"),
            models.Index(
                fields=["commune", "starts_at", "id"],
                condition=Q(starts_at__isnull=False),
                name="announcement_agenda",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("civic:announcement", args=[self.pk])

    @property
    def zone(self) -> ZoneInfo:
        """Whose clocks say when."""
        return zone_of(self.commune_id)

    @property
    def community(self) -> Community | None:
        """Whose word it is, where it is not the town hall's. A query where `shared_copy__shared__community` was not read
        with it.
        """
        copy = getattr(self, "shared_copy", None)
        return copy.shared.community if copy else None

    @property
    def is_emergency(self) -> bool:
        return self.level == self.Level.EMERGENCY

    @property
    def is_event(self) -> bool:
        """SQL twin: queries.agenda.events."""
        return bool(self.starts_at and self.place) and not self.is_emergency

    @property
    def takes_place_in(self) -> Commune | None:
        """None where a community has not said in which of its communes. Queries where `community` or these were not read."""
        return self.held_in or (None if self.community else self.commune)

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude of its place."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)

    def is_to_come(self, now: datetime) -> bool:
        """An event that has not begun."""
        return self.is_event and self.starts_at is not None and self.starts_at > now

    def is_over(self, now: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= now


class Sighting(models.Model):
    """Somebody has opened an announcement: counted once. `mark` says who to nobody, see marks.py."""

    mark = models.UUIDField(primary_key=True)
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="sightings")
