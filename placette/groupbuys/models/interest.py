"""Before there is a price: what neighbours would take."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from placette.people.models import Person

from .campaigns import Campaign
from .products import Product, Quantity


class Interest(models.Model):
    """So much of a product a neighbour would take: it binds her to nothing. Told only while the campaign asks for it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="interests", db_index=False)
    # What somebody has answered for goes with its campaign only.
    product = models.ForeignKey(Product, on_delete=models.RESTRICT, related_name="interests")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    quantity = Quantity()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "person", "product"], name="one_interest_a_neighbour_and_product"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="an_interest_is_something"),
        ]
