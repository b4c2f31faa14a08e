"""What is not right with a grouped purchase, said to those who run the site."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.people.models import Person

from .campaigns import Campaign


class Report(models.Model):
    """Open until an operator decides, with grounds (DSA, articles 16 and 17). `by` is null once she has left Placette."""

    class Reason(models.TextChoices):
        FRAUD = "fraud", _("Cela ressemble à une arnaque")
        COMMISSION = "commission", _("Quelqu’un touche de l’argent en amenant d’autres personnes")
        SUPPLIER = "supplier", _("Le fournisseur ou son prix est faux")
        FORBIDDEN = "forbidden", _("Ce produit ne peut pas se vendre ainsi")
        WORDS = "words", _("Des mots blessants ou des données personnelles")
        OTHER = "other", _("Autre chose")

    class Outcome(models.TextChoices):
        KEPT = "kept", _("L’achat groupé continue")
        CANCELLED = "cancelled", _("L’achat groupé est annulé")
        OVER = "over", _("L’achat groupé est fini : il n’y a plus rien à décider")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="reports", db_index=False)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason)
    words = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    grounds = models.TextField(max_length=2000, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "by"],
                condition=Q(closed_at__isnull=True),
                name="one_open_report_a_neighbour",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="") & ~Q(grounds="")),
                name="a_decision_has_its_grounds",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign"], name="report_campaign"),
            models.Index(fields=["at"], condition=Q(closed_at__isnull=True), name="report_open"),
        ]
