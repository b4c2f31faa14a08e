"""What a community of communes tells the residents of several of its communes at once."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from placette.people.models import Person
from placette.places.models import Community

from .announcements import Announcement


class SharedAnnouncement(models.Model):
    """Written once; each commune that it is for has a copy of its own, an Announcement, which its residents read as the
    community's word and its town hall may take down. `published_at`: when they came online, or will.
    """

    LEVELS = (Announcement.Level.NORMAL, Announcement.Level.IMPORTANT)  # an alert is the mayor's

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="announcements")
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    title = models.CharField(max_length=120)
    published_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001 - a form sent twice is one

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="a_shared_announcement_sent_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("published_at")),
                name="shared_is_withdrawn_after",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("civic:shared_announcement", args=[self.pk])

    def waits(self, now: datetime) -> bool:
        """Nobody has read it yet: it comes online at its moment."""
        return self.withdrawn_at is None and self.published_at > now


class SharedCopy(models.Model):
    """That an announcement is the copy of a shared one, for one commune."""

    announcement = models.OneToOneField(
        Announcement, on_delete=models.CASCADE, primary_key=True, related_name="shared_copy"
    )
    shared = models.ForeignKey(SharedAnnouncement, on_delete=models.CASCADE, related_name="copies")
