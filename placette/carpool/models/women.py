"""Women who may ride among women. Nobody but each of them reads that she is here."""

from django.db import models
from django.utils import timezone

from placette.people.models import Person


class Woman(models.Model):
    """Who has said so herself, and may take it back: kept for this one purpose, in no export but her own."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)
