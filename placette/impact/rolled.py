"""What is computed from the ledger: days, months, and the sheets that pages show. All of it can be made again from the ledger.

A series is what is counted: "loan", "loan.cents", "ride.metres", "answered", "joined"… of a day; of a month the kinds
are brought together in families (series.py). Beside each amount stand the keyed hashes of the people behind it, each once,
so that people of several days or months are counted exactly, as the size of a union.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Changed(models.Model):
    """The ledger of this commune and day was written: its figures are to be computed again. Written by triggers."""

    commune = models.CharField(max_length=5)
    day = models.DateField()


class Day(models.Model):
    """One series of one commune on one day of its own clocks."""

    pk = models.CompositePrimaryKey("commune", "day", "series")
    commune = models.CharField(max_length=5)
    day = models.DateField()
    series = models.CharField(max_length=30)
    amount = models.BigIntegerField()
    people = ArrayField(models.UUIDField())


class Month(models.Model):
    """The same of a month that is over, which begins on `month`."""

    pk = models.CompositePrimaryKey("commune", "month", "series")
    commune = models.CharField(max_length=5)
    month = models.DateField()
    series = models.CharField(max_length=30)
    amount = models.BigIntegerField()
    people = ArrayField(models.UUIDField())


class Sheet(models.Model):
    """The figures of a commune and period that may be shown, and no others: what pages, exports and reports read."""

    class Span(models.TextChoices):
        WEEK = "week"
        MONTH = "month"
        QUARTER = "quarter"
        YEAR = "year"

    pk = models.CompositePrimaryKey("commune", "span", "starts_on")
    commune = models.CharField(max_length=5)
    span = models.CharField(max_length=7, choices=Span)
    starts_on = models.DateField()
    figures = models.JSONField()


class Peers(models.Model):
    """The middle of what communes of a size show for a period: only where five of them or more do."""

    pk = models.CompositePrimaryKey("size", "span", "starts_on")
    size = models.PositiveIntegerField()  # the fewest inhabitants of the class (sizes.py)
    span = models.CharField(max_length=7, choices=Sheet.Span)
    starts_on = models.DateField()
    figures = models.JSONField()
