"""What the town hall asks the residents. Who votes and what is voted stand nowhere together: decision 14."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.people.models import Person
from placette.places.clock import zone_of
from placette.places.models import Commune, Quarter


class Poll(models.Model):
    """`most`: how many options one may choose at most. `ballots` is kept by the database: how many have voted.

    Every change locks the poll's row first.
    """

    class Kind(models.TextChoices):
        SINGLE = "single", _("Une seule réponse")
        SEVERAL = "several", _("Plusieurs réponses")
        RANKED = "ranked", _("Un classement")

    class State(models.TextChoices):
        DRAFT = "draft", _("Brouillon")
        PUBLISHED = "published", _("Publiée")
        COUNTED = "counted", _("Terminée")
        WITHDRAWN = "withdrawn", _("Retirée")

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="polls")
    author = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="polls", db_index=False
    )
    quarters = models.ManyToManyField(Quarter, related_name="+", blank=True)
    question = models.CharField(max_length=160)
    text = models.TextField(max_length=4000, blank=True)
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.SINGLE)
    most = models.PositiveSmallIntegerField(default=1)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    ballots = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    opening_told_at = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001 - a form sent twice is one

    class Meta:
        ordering = ["-closes_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="a_poll_sent_once"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="a_poll_closes_after"),
            models.CheckConstraint(
                condition=Q(most=1) | (Q(most__gt=1) & Q(kind="several")), name="one_answer_unless_several"
            ),
            models.CheckConstraint(
                condition=~Q(state="counted") | Q(counted_at__isnull=False), name="what_is_counted_says_when"
            ),
        ]
        indexes = [
            models.Index(
                fields=["commune", "-closes_at"],
                condition=Q(state__in=["published", "counted"]),
                name="poll_latest",
            ),
            models.Index(fields=["closes_at"], condition=Q(state="published"), name="poll_closing"),
            models.Index(
                fields=["opens_at"],
                condition=Q(state="published", opening_told_at__isnull=True),
                name="poll_opening",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("civic:poll", args=[self.pk])

    @property
    def zone(self) -> ZoneInfo:
        return zone_of(self.commune_id)

    def is_open(self, now: datetime) -> bool:
        """The clock counts, not the worker that comes a moment after it."""
        return self.state == self.State.PUBLISHED and self.opens_at <= now < self.closes_at


class Option(models.Model):
    """Something to choose. `score`: votes, or points of a ranking; written once, when all is counted."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=120)
    score = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["poll", "position"], name="an_option_a_position")]


class Voted(models.Model):
    """Somebody has voted, once. `mark` says who to nobody, see marks.py; it goes when the poll is counted."""

    mark = models.UUIDField(primary_key=True)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="voted")


class Turnout(models.Model):
    """How many have voted on a day of the commune's calendar."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="turnout", db_index=False)
    day = models.DateField()
    voters = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["poll", "day"], name="a_turnout_a_day")]


class Urn(models.Model):
    """The sums of what was voted, sealed: see urn.py. It goes when the poll is counted."""

    poll = models.OneToOneField(Poll, on_delete=models.CASCADE, primary_key=True, related_name="urn")
    sealed = models.BinaryField()
