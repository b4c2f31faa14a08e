"""What suppliers would ask for it: each answers on a page of her own, without an account."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.people.models import Person

from .campaigns import Campaign
from .products import Product, Quantity


class Quote(models.Model):
    """A supplier who was asked, and her answer: one row, since each has one answer.

    `token_hash`: SHA-256 of the key to her page, which her e-mail alone carries; null where it opens nothing (yet, or
    no longer). `typed`: her form as she left it, so that a draft loses nothing. Prices are all taxes and delivery included.
    What only served to write to her is forgotten in time (actions.forgetting): `email` is empty then.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Demandé")
        SENT = "sent", _("Reçu")
        DECLINED = "declined", _("Ne peut pas")
        REVOKED = "revoked", _("Retiré")
        CHOSEN = "chosen", _("Choisi")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="quotes", db_index=False)
    name = models.CharField(max_length=120, blank=True)  # as the organiser calls her
    email = models.EmailField(blank=True)
    words = models.TextField(max_length=1000, blank=True)  # of the organiser, to her
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()  # she may answer, and change her answer
    token_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - several have none
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    typed = models.JSONField(default=dict, blank=True)

    firm = models.CharField(max_length=120, blank=True)
    professional = models.BooleanField(default=True)
    siren = models.CharField(max_length=9, blank=True)
    delivery = models.CharField(max_length=300, blank=True)
    minimum = Quantity(null=True, blank=True)  # she delivers from so much in all
    valid_until = models.DateField(null=True, blank=True)
    conditions = models.TextField(max_length=2000, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # why she cannot
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "campaign", Lower("email"), condition=~Q(email=""), name="a_supplier_is_asked_once"
            ),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(state="chosen"), name="one_quote_is_chosen"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "chosen"])
                | (~Q(firm="") & Q(valid_until__isnull=False, answered_at__isnull=False)),
                name="a_quote_says_who_and_until_when",
            ),
            models.CheckConstraint(
                condition=Q(siren="") | Q(siren__regex=r"^\d{9}$"), name="a_quotes_siren_has_nine_digits"
            ),
            # Code de la consommation, L111-1, as for Supplier.
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "chosen"]) | Q(professional=False) | ~Q(siren=""),
                name="a_quoting_firm_is_identified",
            ),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(minimum__gt=0), name="a_quotes_minimum_is_something"
            ),
        ]
        indexes = [models.Index(fields=["campaign"], name="quote_campaign")]

    def __str__(self) -> str:
        return self.firm or self.name


class QuoteTier(models.Model):
    """From `threshold` of the product on, one unit costs `unit_cents`; the first threshold is 0, and prices fall."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="tiers", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.RESTRICT, related_name="+")
    threshold = Quantity()
    unit_cents = models.PositiveIntegerField()

    class Meta:
        ordering = ["product", "threshold"]
        constraints = [
            models.UniqueConstraint(
                fields=["quote", "product", "threshold"], name="one_quoted_price_a_threshold"
            ),
            models.CheckConstraint(condition=Q(threshold__gte=0), name="a_quoted_threshold_is_counted_up"),
        ]


class Comparison(models.Model):
    """The organiser shows the quotes to the neighbours: they compare, and vote."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="comparison")
    shown_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    shown_at = models.DateTimeField(default=timezone.now)


class Vote(models.Model):
    """Which quote a neighbour would take, while none is chosen. Nobody reads whose it is: pages count them."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="votes", db_index=False)
    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "person"], name="one_vote_a_neighbour")]
