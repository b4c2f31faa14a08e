from __future__ import annotations

from django.db import models
from django.utils import timezone

from placette.people.models import Person
from placette.places.models import Commune


class Step(models.Model):
    """One step of the first week that an officer has ticked by hand."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commune", "name"], name="a_step_is_ticked_once")]


class Reminder(models.Model):
    """Officers and operators were told that a state ends in so many days: of one end, each once."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="+")
    ends_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "ends_on", "days"], name="one_reminder_of_an_end")
        ]
