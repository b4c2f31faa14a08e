"""What residents tell their town hall about a street: where, what, and what became of it."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.people.models import Person
from placette.places.models import Commune


class Category(models.Model):
    """What a town hall wants told. A commune without rows has the list of categories.py."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.SlugField(max_length=30, db_index=False)  # the service_code of Open311: it never changes
    name = models.CharField(max_length=60)
    hint = models.CharField(max_length=160, blank=True)
    position = models.PositiveSmallIntegerField()
    is_open = models.BooleanField(default=True)
    changed_at = models.DateTimeField(default=timezone.now, db_default=Now())

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["commune", "code"], name="one_category_a_code")]

    def __str__(self) -> str:
        return self.name


class PartnerKey(models.Model):
    """What an application of the town hall shows as api_key (Open311). Only its hash is kept."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    label = models.CharField(max_length=12, unique=True)  # its first signs, which tell one from another
    hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Report(models.Model):
    """`category`: a code of the commune's list. `reason` and `in_charge`: what the town hall last said of it.

    A place in degrees, or words, or both. Its author is shown to nobody. Every change locks the report's row first.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Signalé")
        ACKNOWLEDGED = "acknowledged", _("Pris en compte")
        PLANNED = "planned", _("Prévu")
        DONE = "done", _("Réglé")
        REFUSED = "refused", _("Sans suite")
        MERGED = "merged", _("Déjà signalé")

    GOING = (State.OPEN, State.ACKNOWLEDGED, State.PLANNED)

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="reports", db_index=False)
    author = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="reports", db_index=False
    )
    partner = models.ForeignKey(
        PartnerKey, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    category = models.SlugField(max_length=30, db_index=False)
    text = models.TextField(max_length=4000)  # of an application; a resident has half of it
    address = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    photo = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=600, blank=True)
    in_charge = models.CharField(max_length=120, blank=True)
    planned_for = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="same"
    )
    is_hidden = models.BooleanField(default=False)
    followers = models.PositiveIntegerField(default=0, db_default=0, editable=False)  # kept by the database
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001 - a form sent twice is one

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="a_report_sent_once"),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180))
                | (Q(latitude__isnull=True, longitude__isnull=True) & ~Q(address="")),
                name="a_report_says_where",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "refused", "merged"], ended_at__isnull=False)
                | Q(state__in=["open", "acknowledged", "planned"], ended_at__isnull=True),
                name="what_is_settled_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="a_refusal_of_a_report_has_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) & ~Q(merged_into=F("id"))
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="what_is_merged_says_into_what",
            ),
        ]
        indexes = [
            models.Index(fields=["commune", "-created_at", "-id"], name="report_newest"),
            models.Index(
                fields=["commune", "latitude", "longitude"],
                condition=Q(state__in=["open", "acknowledged", "planned"]),
                name="report_near",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("civic:report", args=[self.pk])

    @property
    def is_going(self) -> bool:
        return self.state in self.GOING


class ReportStep(models.Model):
    """What became of a report, and when; `by` is shown to nobody, the town hall speaks as one."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="steps", db_index=False)
    state = models.CharField(max_length=12, choices=Report.State)
    note = models.CharField(max_length=600, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["report", "at"], name="report_step")]


class Follower(models.Model):
    """« Moi aussi »: told of each change, once each."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="following", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "person"], name="one_follows_once")]
