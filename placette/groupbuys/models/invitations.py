"""Where somebody new was invited to, until she is a neighbour who may go there."""

from django.db import models
from django.utils import timezone

from placette.people.models import Person

from .campaigns import Campaign


class Invitation(models.Model):
    """She came by a neighbour's link, and her residence is not confirmed yet: a letter takes days. The last link counts."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
