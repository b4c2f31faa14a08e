"""What was done with rides in the name of somebody who has no screen."""

from django.db import models

from placette.carpool.models.rides import Booking
from placette.carpool.models.trips import Trip
from placette.people.models import Deed


class RideDeed(models.Model):
    """One act about a request of hers, or about a place that was offered to it: her sheet tells it to her.

    `facts` as sentences.facts_of keeps them, without anybody's name: the driver's is read of the booking, while there is one.
    """

    class What(models.TextChoices):
        ASKS = "asks"
        ENDS = "ends"
        ACCEPTS = "accepts"
        DECLINES = "declines"
        CANCELS = "cancels"
        RODE = "rode"
        STAYED = "stayed"

    deed = models.OneToOneField(Deed, on_delete=models.CASCADE, related_name="ride")
    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="deeds")
    booking = models.ForeignKey(
        Booking, on_delete=models.SET_NULL, null=True, blank=True, related_name="deeds"
    )
    what = models.CharField(max_length=8, choices=What)
    facts = models.JSONField(default=dict)
