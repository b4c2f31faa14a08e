"""What was really handed over, and what became of the rest."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.people.models import Person

from .pledges import Line, Share
from .products import Product, Quantity


class HandOver(models.Model):
    """« Remis »: ticked once, whichever telephone says it, with or without network. Of two ticks the earlier stands.

    `key` is the tick's own: sent again it is the same, also after it was undone. `at` is when it was ticked, `noted_at`
    when it reached us.
    """

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="hand_overs", db_index=False)
    key = models.UUIDField(unique=True)
    at = models.DateTimeField()
    noted_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["share"], name="hand_over_share")]
        constraints = [
            models.UniqueConstraint(
                fields=["share"], condition=Q(undone_at__isnull=True), name="handed_over_once"
            )
        ]


class HandedLine(models.Model):
    """So much of a line; less than was ordered where something was missing or left behind."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="lines", db_index=False)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="handed")
    quantity = Quantity()

    class Meta:
        ordering = ["line__product__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["hand_over", "line"], name="a_line_is_handed_once"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="what_is_handed_is_counted_up"),
        ]


class LeftOver(models.Model):
    """What became of a part of that which nobody collected."""

    class Fate(models.TextChoices):
        GIVEN = "given", _("Donné à quelqu’un de la liste d’attente")
        KEPT = "kept", _("Gardé par l’organisation")
        RETURNED = "returned", _("Rendu au fournisseur")

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="left_overs", db_index=False)
    quantity = Quantity()
    fate = models.CharField(max_length=8, choices=Fate)
    to = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001 - a form sent twice is one

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["product", "key"], name="a_left_over_sent_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="a_left_over_is_something"),
        ]
