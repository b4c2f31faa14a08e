from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from placette.people.models import Person
from placette.places.models import Commune


class Grid(models.Model):
    """The prices of a year, from a day on. A quote keeps the price that it was made with."""

    valid_from = models.DateField(unique=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)


class Bracket(models.Model):
    """Communes of up to so many residents pay so much a year; `up_to` None: all larger ones. Cents, before tax."""

    grid = models.ForeignKey(Grid, on_delete=models.CASCADE, related_name="brackets")
    up_to = models.PositiveIntegerField(null=True, blank=True)
    yearly_cents = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grid", "up_to"], nulls_distinct=False, name="a_bracket_has_one_price"
            )
        ]


class Quote(models.Model):
    """A price for a year, good until a day, whatever the grid becomes meanwhile."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="quotes")
    population = models.PositiveIntegerField()
    yearly_cents = models.PositiveIntegerField()
    made_on = models.DateField()
    valid_until = models.DateField()
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("made_on")), name="a_quote_is_good_after_it_is_made"
            )
        ]

    @property
    def number(self) -> str:
        return f"D{self.made_on:%Y}-{self.pk:05d}"


class Contract(models.Model):
    """A quote that the town hall accepted, for a year from `starts_on` to `ends_on`; in force once an operator signs.

    Two of one commune never cover the same day.
    """

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="contracts")
    quote = models.OneToOneField(Quote, on_delete=models.PROTECT, related_name="contract")
    starts_on = models.DateField()
    ends_on = models.DateField()
    accepted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(default=timezone.now)
    signed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="a_contract_ends_after_it_starts"
            ),
            ExclusionConstraint(
                name="one_contract_a_day",
                expressions=[
                    ("commune", RangeOperators.EQUAL),
                    (
                        Func(
                            "starts_on", "ends_on", Value("[]"), function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]  # fmt: skip

    @property
    def number(self) -> str:
        return f"C{self.starts_on:%Y}-{self.pk:05d}"
