from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from placette.people.models import Person
from placette.places.models import Commune


class Entry(models.Model):
    """One line of what the town hall tells of its commune, public; `key` finds it again when a file comes anew. So do
    `former`: the keys of names that it had before.
    """

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=140)
    former = ArrayField(models.CharField(max_length=140), default=list, blank=True, db_default=[])
    identifier = models.CharField(
        max_length=40, blank=True
    )  # of the national directory, or the town hall's own
    name = models.CharField(max_length=250)  # the most that the national directory has
    theme = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(max_length=120, blank=True)
    website = models.URLField(max_length=200, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Association(Entry):
    about = models.CharField(max_length=600, blank=True)
    venue = models.CharField(
        max_length=160, blank=True
    )  # where one meets it; the seat may be somebody's home

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["commune", "key"], name="one_association_a_key")]


class Facility(Entry):
    address = models.CharField(max_length=160, blank=True)
    opening = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "key"], name="one_facility_a_key"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="a_facility_is_on_earth",
            ),
        ]


class Import(models.Model):
    """A file that somebody is about to import: its rows, until they are carried out, given up, or a day old."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    file_name = models.CharField(max_length=120)
    names = models.JSONField()  # of its columns
    columns = models.JSONField()  # our column: the place of theirs
    rows = models.JSONField()  # [[number, [cell, …], overflows], …]
    elsewhere = models.PositiveIntegerField(default=0)  # rows of other communes, which are not kept
    at = models.DateTimeField(default=timezone.now)
