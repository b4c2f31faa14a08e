from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from placette.people.models import Person
from placette.places.models import Commune


class Export(models.Model):
    """All that the town hall takes with it, as one ZIP; `file` is its storage name until it is erased."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="exports")
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commune"], condition=Q(made_at__isnull=True), name="one_export_is_made_at_a_time"
            )
        ]
