"""What residents propose for their commune, and what the town hall answers."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.people.models import Person
from placette.places.models import Commune


class Idea(models.Model):
    """`answer`: what the town hall last said of it. `supports` is kept by the database.

    Every change locks the idea's row first.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposée")
        STUDIED = "studied", _("À l’étude")
        ACCEPTED = "accepted", _("Retenue")
        DECLINED = "declined", _("Non retenue")
        DONE = "done", _("Réalisée")

    GOING = (State.PROPOSED, State.STUDIED)

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="ideas", db_index=False)
    author = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="ideas", db_index=False
    )
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=4000)
    place = models.CharField(max_length=200, blank=True)
    photo = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    answer = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    is_hidden = models.BooleanField(default=False)
    supports = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    key = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001 - a form sent twice is one

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="an_idea_sent_once"),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""), name="a_refusal_of_an_idea_has_its_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["commune", "-created_at", "-id"], name="idea_newest"),
            models.Index(fields=["commune", "-supports", "-id"], name="idea_most_supported"),
            GinIndex(fields=["title"], name="idea_words", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("civic:idea", args=[self.pk])

    @property
    def is_going(self) -> bool:
        return self.state in self.GOING


class IdeaStep(models.Model):
    """An official answer, and when."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="steps", db_index=False)
    state = models.CharField(max_length=8, choices=Idea.State)
    note = models.TextField(max_length=2000, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["idea", "at"], name="idea_step")]


class Support(models.Model):
    """She supports it, once; nobody is shown who does."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="supporters", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="one_supports_once")]


class Comment(models.Model):
    """One after the other, without threads."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="comments", db_index=False)
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    text = models.TextField(max_length=1000)
    at = models.DateTimeField(default=timezone.now)
    is_hidden = models.BooleanField(default=False)
    key = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001 - a form sent twice is one

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="a_comment_sent_once")]
        indexes = [models.Index(fields=["idea", "at"], name="idea_comment")]
