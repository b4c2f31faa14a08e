"""Whom a link has brought: into a group, and who was invited before she is a neighbour who may go there."""

from django.db import models
from django.utils import timezone

from placette.people.models import Person

from .campaigns import Campaign


class Invitation(models.Model):
    """She came by a neighbour's link, and her residence is not confirmed yet: a letter takes days. The last link counts."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class Guest(models.Model):
    """She has come by the link of a group's purchase. It opens to her once she is a verified neighbour, and only then."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="guests", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "person"], name="a_guest_once")]
