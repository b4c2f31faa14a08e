from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from placette.places.models import Commune


class Report(models.Model):
    """What the council was given of a month, as it was given: made once, kept as it is. `file`: its storage name."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()  # its first day
    made_at = models.DateTimeField(default=timezone.now)
    file = models.CharField(max_length=120)

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "month"], name="one_report_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="a_report_is_of_a_month"),
        ]
