from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.people.models import Person
from placette.places.models import Commune


class Opening(models.Model):
    """Somebody asks to open her commune's space, and proves that she works for its town hall."""

    class State(models.TextChoices):
        CODE = "code", _("attend son code")
        QUEUED = "queued", _("attend l’opérateur")
        OPENED = "opened", _("ouverte")
        REFUSED = "refused", _("refusée")
        DROPPED = "dropped", _("abandonnée")

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="openings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    task = models.CharField(max_length=80)  # « secrétaire de mairie »
    note = models.CharField(max_length=500, blank=True)  # for the operator: how to call back
    state = models.CharField(max_length=8, choices=State)
    asked_at = models.DateTimeField(default=timezone.now)
    # Only the keyed hash of the code, as long as it may serve.
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "person"],
                condition=Q(state__in=["code", "queued"]),
                name="one_opening_asked_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="code") | Q(code_hash="", code_until__isnull=True),
                name="a_code_serves_only_while_it_is_waited_for",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["code", "queued"]) | Q(decided_at__isnull=False),
                name="an_opening_is_decided_at_a_moment",
            ),
        ]
