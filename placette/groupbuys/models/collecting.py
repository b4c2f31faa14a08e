"""When and where one collects, who lends a hand, and who comes in somebody's place."""

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from placette.core.moments import span_in_words
from placette.people.models import Person
from placette.places.clock import zone_of

from .campaigns import Campaign
from .pledges import Share


class Slot(models.Model):
    """A moment at which one collects. Several may overlap, at other places or tables.

    `chosen` and `helping` are kept by the database from pick-ups and helpers alone (migration 0007); nobody writes them.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="slots", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    capacity = models.PositiveIntegerField()  # people
    hands = models.PositiveSmallIntegerField(default=0)  # helpers wanted
    chosen = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    helping = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    key = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001 - a form sent twice is one

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "key"], name="a_slot_sent_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_slot_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="a_slot_takes_somebody"),
            models.CheckConstraint(
                condition=Q(chosen__lte=F("capacity")), name="never_more_than_the_slot_takes"
            ),
            models.CheckConstraint(condition=Q(helping__lte=F("hands")), name="never_more_hands_than_wanted"),
        ]
        indexes = [
            models.Index(fields=["campaign", "starts_at"], name="slot_campaign"),
            models.Index(fields=["starts_at"], name="slot_begins"),
        ]

    @property
    def left(self) -> int:
        return self.capacity - self.chosen

    @property
    def hands_left(self) -> int:
        return self.hands - self.helping

    def in_words(self) -> str:
        """« samedi 28 novembre de 10 h à 12 h », on its own clocks."""
        with timezone.override(self.zone):
            return span_in_words(self.starts_at, self.ends_at, timezone.now())

    @property
    def zone(self) -> ZoneInfo:
        """Wants `campaign`."""
        return zone_of(self.campaign.commune_id)


class PickUp(models.Model):
    """The slot at which a neighbour comes for her share."""

    share = models.OneToOneField(Share, on_delete=models.CASCADE, related_name="pick_up")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="pick_ups")
    chosen_at = models.DateTimeField(default=timezone.now)


class Helper(models.Model):
    """Who lends a hand at a slot: somebody who takes part, or a neighbour."""

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="helpers", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["slot", "person"], name="a_helper_once")]


class Substitute(models.Model):
    """« Ma voisine passe prendre »: as the neighbour has written it, read by who hands over alone."""

    share = models.OneToOneField(Share, on_delete=models.CASCADE, related_name="substitute")
    name = models.CharField(max_length=60)
