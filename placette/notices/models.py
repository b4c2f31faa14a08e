"""What a person is told, on the site and by e-mail."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from placette.people.models import Person


class Notice(models.Model):
    """One thing worth telling one person. `facts` feeds the sentence of its kind (see kinds.py)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    url = models.CharField(max_length=300)
    # The same event told twice is told once: `key` names the event, e.g. "answer:812".
    key = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    emailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="an_event_is_told_once")]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_newest"),
            models.Index(fields=["person"], condition=Q(seen_at__isnull=True), name="notice_unseen"),
            models.Index(fields=["key"], condition=Q(seen_at__isnull=True), name="notice_unseen_key"),
            models.Index(fields=["created_at"], condition=Q(emailed_at__isnull=True), name="notice_to_mail"),
        ]


class Preference(models.Model):
    """How often a person wants the e-mails of a kind. No row: the kind's default."""

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once"
        DAILY = "daily"
        NEVER = "never"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notice_preferences")
    kind = models.CharField(max_length=40)
    email = models.CharField(max_length=8, choices=Rhythm)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_preference_a_kind")]
