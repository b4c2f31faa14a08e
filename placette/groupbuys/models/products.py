"""What is bought together, and what it costs when many buy."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from .campaigns import Campaign


class Quantity(models.DecimalField):  # type: ignore[type-arg]
    """So much of a product, in its unit, to the thousandth."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_digits": 12, "decimal_places": 3} | options)

    def deconstruct(self) -> Any:
        """To a migration it is a decimal, whatever this class becomes."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.DecimalField", arguments, options


class Product(models.Model):
    """`pledged` and `takers` are kept by the database from the lines alone (migration 0002); nobody writes them.

    Quantities are in `unit`, money in cents a unit. `final_cents`: what everybody pays, once it is closed.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="products", db_index=False)
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=20)
    step = Quantity(default=Decimal(1))
    minimum = Quantity(default=Decimal(1))  # a person
    maximum = Quantity(null=True, blank=True)  # a person
    stock = Quantity(null=True, blank=True)  # null: as much as people want
    reference_cents = models.PositiveIntegerField(null=True, blank=True)  # what one pays alone
    pledged = Quantity(default=Decimal(0), db_default=Decimal(0), editable=False)
    takers = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    final_cents = models.PositiveIntegerField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "position"], name="a_place_for_each_product"),
            models.CheckConstraint(condition=Q(step__gt=0, minimum__gt=0), name="a_step_is_something"),
            models.CheckConstraint(
                condition=Q(maximum__isnull=True) | Q(maximum__gte=F("minimum")), name="at_most_is_no_less"
            ),
            models.CheckConstraint(
                condition=Q(stock__isnull=True) | Q(stock__gte=F("pledged")), name="never_more_than_the_stock"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Tier(models.Model):
    """From `threshold` on, one unit costs `unit_cents`. The campaign says what is counted; the first threshold is 0."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="tiers", db_index=False)
    threshold = Quantity()
    unit_cents = models.PositiveIntegerField()

    class Meta:
        ordering = ["product", "threshold"]
        constraints = [
            models.UniqueConstraint(fields=["product", "threshold"], name="one_price_a_threshold"),
            models.CheckConstraint(condition=Q(threshold__gte=0), name="a_threshold_is_counted_up"),
        ]
