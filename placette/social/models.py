"""What a resident writes to the social service of her commune, which nobody else reads."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from placette.people.models import Person
from placette.places.models import Commune

from . import seal


class Letter(models.Model):
    """An exchange of one resident with the social service. `waits_since`: her words that nobody has answered yet."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="social_letters")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="social_letters")
    opened_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now, db_index=True)
    waits_since = models.DateTimeField(null=True, blank=True, default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "commune"], condition=Q(closed_at__isnull=True), name="one_open_letter"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(waits_since__isnull=True),
                name="a_closed_letter_waits_for_nothing",
            ),
        ]
        indexes = [models.Index(fields=["commune", "-last_at"], name="letters_of_a_commune")]


class Word(models.Model):
    """One message, sealed. Its author is the letter's, or somebody of the social service; the database sees to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="words")
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    by_social = models.BooleanField(default=False)
    sealed = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)
    # A form sent twice carries the same key: the second is the first.
    key = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["letter", "key"], name="a_word_sent_once")]

    @property
    def place(self) -> str:
        return f"{self.letter_id}:{self.pk}"

    @property
    def text(self) -> str:
        return seal.unseal(self.sealed, self.place)


class Reading(models.Model):
    """Who of the social service has opened a letter, first and last: its author sees it."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="readings")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "by"], name="one_reading_a_reader")]
