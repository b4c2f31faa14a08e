"""A grouped purchase: who organises it, what counts, until when, and how it ended."""

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.people.audience import Audience
from placette.people.models import Person
from placette.places.clock import zone_of
from placette.places.models import Commune, Quarter

from .suppliers import Supplier

# Besides the audiences that all posts have: those alone who have come by its link (`Guest`).
GROUP = "group"
AUDIENCES = [*Audience.choices, (GROUP, _("Un groupe, sur invitation"))]


class Campaign(models.Model):
    """`template` names an entry of templates.py. `takers` is kept by the database: who has pledged something.

    Lock order of every change: the campaign, then its products by id, then pledges, then lines.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Brouillon")
        INTEREST = "interest", _("Qui serait intéressé ?")
        OPEN = "open", _("Ouvert")
        CONFIRMING = "confirming", _("On se confirme")
        SUCCEEDED = "succeeded", _("C’est réussi")
        FAILED = "failed", _("N’a pas abouti")
        CANCELLED = "cancelled", _("Annulé")
        DONE = "done", _("Terminé")

    class Counted(models.TextChoices):
        """What reaches a tier: what was pledged, or by how many; of each product, or of the whole."""

        OWN_QUANTITY = "own_quantity", _("La quantité de chaque produit")
        OWN_TAKERS = "own_takers", _("Le nombre de participants à chaque produit")
        ALL_QUANTITY = "all_quantity", _("La quantité totale")
        ALL_TAKERS = "all_takers", _("Le nombre de participants")

    organiser = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="campaigns", db_index=False
    )
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="campaigns")
    quarter = models.ForeignKey(Quarter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    template = models.CharField(max_length=12)
    title = models.CharField(max_length=120)
    why = models.TextField(max_length=4000, blank=True)
    audience = models.CharField(max_length=9, choices=AUDIENCES, default=Audience.AROUND)
    # Town halls may take part for residents without a screen: they read products, prices and dates, never who takes part.
    shown_to_town_hall = models.BooleanField(default=False, db_default=False)
    reference_source = models.CharField(
        max_length=300, blank=True
    )  # where the price that one pays alone is read
    counted = models.CharField(max_length=12, choices=Counted, default=Counted.OWN_QUANTITY)
    minimum_quantity = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    minimum_takers = models.PositiveIntegerField(null=True, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    # Who pays more than she has accepted may say yes again until then.
    confirm_by = models.DateTimeField(null=True, blank=True)
    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns"
    )
    delivery_place = models.CharField(max_length=200, blank=True)
    terms = models.TextField(max_length=4000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    takers = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    # How often somebody has joined its organisers or left them, while it was going: a link to join is of one such moment.
    organisers_changed = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    # How often the link to join was made anew: those before it open no more.
    links_changed = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    # What it repeats, when it is run again.
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    key = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001 - a form sent twice is one

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organiser", "key"], name="a_campaign_sent_once"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "interest", "cancelled"]) | Q(deadline__isnull=False),
                name="an_open_campaign_has_a_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirming") | Q(confirm_by__isnull=False),
                name="who_confirms_knows_until_when",
            ),
            models.CheckConstraint(
                condition=Q(minimum_quantity__isnull=True) | Q(minimum_quantity__gt=0),
                name="a_minimum_is_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["commune", "-published_at"],
                condition=Q(state__in=["interest", "open", "confirming"]),
                name="campaign_newest",
            ),
            models.Index(fields=["organiser", "-created_at"], name="campaign_organiser"),
            models.Index(fields=["deadline"], condition=Q(state="open"), name="campaign_deadline"),
            models.Index(fields=["confirm_by"], condition=Q(state="confirming"), name="campaign_confirms"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("groupbuys:detail", args=[self.pk])

    def has_guest(self, person: Person | None) -> bool:
        """Has she come by the link of its group? Asked once of each person, as long as this object is used: one query."""
        known: dict[int, bool] = self.__dict__.setdefault("_guests", {})
        if person is None:
            return False
        if person.pk not in known:
            known[person.pk] = self.guests.filter(person=person).exists()
        return known[person.pk]

    @property
    def zone(self) -> ZoneInfo:
        """Whose clocks say when it closes."""
        return zone_of(self.commune_id)


class Organiser(models.Model):
    """Who may act for a campaign: whoever began it, and those whom she asked to help."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="organisers", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="organises")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "person"], name="an_organiser_once")]


class Extension(models.Model):
    """More time, asked for once: who does not say yes by the first deadline is freed then."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="extension")
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)  # the first deadline has passed


class Cancellation(models.Model):
    """Given up by an organiser, with the reason that everybody who took part was told."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="cancellation")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(max_length=1000)


class Closing(models.Model):
    """How it ended, written once: of two workers who close the same campaign the second finds it."""

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="closing")
    at = models.DateTimeField()
    succeeded = models.BooleanField()
    takers = models.PositiveIntegerField()
    total_cents = models.PositiveBigIntegerField()
    reference_cents = models.PositiveBigIntegerField()  # what the same would have cost each alone
