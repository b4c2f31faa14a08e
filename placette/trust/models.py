"""What can be shown afterwards: who did what that changes what others may do or have."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from placette.people.models import Person


class Line(models.Model):
    """One line of the audit trail. The database refuses to change it; only people in it may be forgotten.

    Places are written by their codes of that day: a commune that merges takes nothing away from what was done.
    """

    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=60)  # « space.trial »: the room's noun, then what happened to it
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")  # None: the worker
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")  # to whom
    commune = models.CharField(max_length=5, blank=True)  # INSEE code
    community = models.CharField(max_length=9, blank=True)  # SIREN
    facts = models.JSONField(default=dict)  # dates, states, counts; never an e-mail, a message or a position

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        indexes = [models.Index(fields=["commune", "-id"], name="trail_of_a_commune")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.verb}"
