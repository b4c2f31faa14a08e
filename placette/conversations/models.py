"""Private conversations about something: an annonce today, a ride or a group tomorrow."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from placette.people.models import Deed, Person


class Conversation(models.Model):
    """`subject_kind` and `subject_id` name what it is about; the room that owns it registers itself in subjects.py."""

    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    title = models.CharField(max_length=160)
    created_at = models.DateTimeField(default=timezone.now)
    last_message_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="conversation_subject")]

    def get_absolute_url(self) -> str:
        return reverse("conversations:thread", args=[self.pk])


class Participant(models.Model):
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="participations")
    # Everything up to this message has been read; unread = messages of others with a greater id.
    read_up_to = models.BigIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "person"], name="a_participant_once")]


class Message(models.Model):
    """A message by a person, or a line that the site writes about a step (`event`, author null or who did it)."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    # Who wrote it, or took the step, in her name, and by which consent; null where she did.
    deed = models.ForeignKey(
        Deed, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages", db_index=False
    )
    body = models.TextField(max_length=4000, blank=True)
    # Name of the step (« proposed », « accepted »…) whose sentence the subject's room writes; empty for plain messages.
    event = models.CharField(max_length=30, blank=True)
    facts = models.JSONField(default=dict)
    sent_at = models.DateTimeField(default=timezone.now)
    # A form sent twice carries the same key: the second is the first.
    key = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["conversation", "id"], name="message_thread"),
            models.Index(fields=["deed"], condition=models.Q(deed__isnull=False), name="message_deed"),
        ]
        constraints = [models.UniqueConstraint(fields=["conversation", "key"], name="a_message_sent_once")]
