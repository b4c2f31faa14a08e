"""Once it is carried out: thanks, and doing it again."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.people.models import Person

from .campaigns import Campaign


class Thanks(models.Model):
    """A few words of somebody who took part to whoever organised, once."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="thanks", db_index=False)
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="thanked_for_purchases")
    text = models.CharField(max_length=300)
    shown_on_profile = models.BooleanField(default=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "author"], name="one_thanks_a_neighbour")]


class Rhythm(models.Model):
    """Every so often a draft of the same is made and its organiser told; she alone publishes it."""

    class Every(models.TextChoices):
        WEEK = "week", _("Chaque semaine")
        MONTH = "month", _("Chaque mois")

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="rhythm")
    every = models.CharField(max_length=5, choices=Every)
    next_on = models.DateField(db_index=True)  # on the commune's clocks
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")


class Rerun(models.Model):
    """A period for which the draft has been made: once, whatever is retried, and whether or not the draft still stands."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="reruns", db_index=False)
    period = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "period"], name="one_draft_a_period")]
