"""The ledger: who did what with whom, in figures. The only source of every dashboard figure.

It names no person. A tie is a keyed hash of two people, so that distinct ties can be counted and no pair
shown; docs/decisions/0004 says how it is keyed and what that protects. What is computed from it is in rolled.py.
"""

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from placette.places.models import Commune, Quarter

from .rolled import Changed, Day, Month, Peers, Sheet

__all__ = [
    "Arrival",
    "Changed",
    "Day",
    "Event",
    "Exchange",
    "Key",
    "Month",
    "Peers",
    "RequestAsked",
    "Sheet",
    "Visit",
]


def _new_secret() -> bytes:
    return secrets.token_bytes(32)


class Key(models.Model):
    """The one key of the ledger's hashes. It lives beside them, so that ties stay countable for years."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    secret = models.BinaryField(max_length=32, default=_new_secret)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="the_ledger_has_one_key")]


class Exchange(models.Model):
    """One completed agreement between two people, or what one person took in a grouped purchase."""

    kind = models.CharField(max_length=30)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    other_commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()
    minutes = models.PositiveIntegerField(default=0)
    euros_saved_cents = models.PositiveIntegerField(default=0)
    # Of a ride: travelled together, and what it spared, from a low to a high figure (rides.py).
    metres = models.PositiveIntegerField(default=0, db_default=0)
    co2_grams_low = models.PositiveIntegerField(default=0, db_default=0)
    co2_grams_high = models.PositiveIntegerField(default=0, db_default=0)
    # None where there is nobody to be tied to: an organiser’s own purchase, somebody who has left.
    tie = models.BinaryField(max_length=16, null=True)
    # Keyed hashes of who took part: only to know how many people a figure is about.
    people = ArrayField(models.UUIDField(), null=True)
    # What it comes from, e.g. "agreement:812": written once whatever is retried.
    source = models.CharField(max_length=60, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["commune", "done_at"], name="exchange_commune_day"),
            models.Index(fields=["other_commune", "done_at"], name="exchange_other_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(co2_grams_high__gte=F("co2_grams_low")), name="a_range_goes_from_low_to_high"
            )
        ]


class RequestAsked(models.Model):
    """One request and its first answer: the first figures of every dashboard."""

    kind = models.CharField(max_length=30)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    first_answer_at = models.DateTimeField(null=True, blank=True)
    # Keyed hash of who asked: only to know how many people a figure is about.
    asker = models.BinaryField(max_length=16, null=True)
    source = models.CharField(max_length=60, unique=True)

    class Meta:
        indexes = [models.Index(fields=["commune", "asked_at"], name="request_commune_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_answer_at__isnull=True) | Q(first_answer_at__gte=F("asked_at")),
                name="an_answer_follows_its_request",
            )
        ]


class Arrival(models.Model):
    """A step of a resident: she has joined, was verified, has left. Of those who live there."""

    class Step(models.TextChoices):
        JOINED = "joined"
        VERIFIED = "verified"
        LEFT = "left"

    step = models.CharField(max_length=8, choices=Step)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    quarter = models.ForeignKey(Quarter, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    person = models.UUIDField()
    # "membership:812": once a step.
    source = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["commune", "at"], name="arrival_commune_day")]
        constraints = [models.UniqueConstraint(fields=["source", "step"], name="a_step_is_taken_once")]


class Visit(models.Model):
    """A resident was here in a week, which begins on `week`, a Monday: once, however often she came."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+", db_index=False)
    week = models.DateField()
    person = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "week", "person"], name="one_visit_a_week"),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="a_week_begins_on_monday"),
        ]


class Event(models.Model):
    """What a town hall or a community has announced with a day and a place, as long as it stands: its own act, nobody else's."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    source = models.CharField(max_length=60, unique=True)

    class Meta:
        indexes = [models.Index(fields=["commune", "starts_at"], name="event_commune_day")]
