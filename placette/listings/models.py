"""Annonces and what becomes of them: answers, agreements, thanks."""

from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, F, GeneratedField, Q, Value, When
from django.db.models.expressions import CombinedExpression, Func
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.conversations.models import Conversation
from placette.core import french
from placette.people.audience import Audience
from placette.people.models import Deed, Person
from placette.places.clock import zone_of
from placette.places.models import Commune, Quarter


def _weighted(field: str, weight: str) -> Func:
    vector = french.vector(field)
    return Func(vector, template=f"setweight(%(expressions)s, '{weight}')", output_field=SearchVectorField())


def _period() -> Case:
    """From the start to the end of an agreement; without an end all that is known is its first instant."""
    start, end = F("starts_at"), F("ends_at")
    instant = Func(start, start, Value("[]"), function="tstzrange")
    return Case(
        When(ends_at__isnull=True, then=instant),
        default=Func(start, end, function="tstzrange"),
        output_field=DateTimeRangeField(),
    )


class Listing(models.Model):
    """An annonce. `kind` names an entry of kinds.py, which says what this kind allows."""

    class Direction(models.TextChoices):
        OFFER = "offer", _("Je propose")
        REQUEST = "request", _("Je cherche")

    class State(models.TextChoices):
        ACTIVE = "active", _("En ligne")
        PAUSED = "paused", _("En pause")
        CLOSED = "closed", _("Terminée")
        EXPIRED = "expired", _("Expirée")

    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="listings", db_index=False)
    # Who posted it in her name, and by which consent; null where she did.
    deed = models.ForeignKey(
        Deed, on_delete=models.SET_NULL, null=True, blank=True, related_name="listings", db_index=False
    )
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="listings")
    quarter = models.ForeignKey(Quarter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20)
    direction = models.CharField(max_length=7, choices=Direction)
    category = models.CharField(max_length=30)
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=4000, blank=True)
    price_cents = models.PositiveIntegerField(
        null=True, blank=True
    )  # null: free or to be agreed, as its kind says
    audience = models.CharField(max_length=9, choices=Audience, default=Audience.AROUND)
    shown_to_town_hall = models.BooleanField(default=False)
    state = models.CharField(max_length=7, choices=State, default=State.ACTIVE)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    # The path of a request without an answer.
    told_count = models.PositiveIntegerField(null=True, blank=True)  # null: nobody has counted
    answered_at = models.DateTimeField(null=True, blank=True)
    widened_at = models.DateTimeField(null=True, blank=True)
    ambassadors_told_at = models.DateTimeField(null=True, blank=True)
    # A form sent twice carries the same key: the second is the first.
    key = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001
    search = GeneratedField(
        expression=CombinedExpression(
            _weighted("title", "A"), "||", _weighted("text", "C"), output_field=SearchVectorField()
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="a_listing_sent_once")]
        indexes = [
            models.Index(
                fields=["commune", "-created_at", "-id"], condition=Q(state="active"), name="listing_newest"
            ),
            models.Index(fields=["author", "-created_at"], name="listing_author"),
            models.Index(fields=["expires_at"], condition=Q(state="active"), name="listing_expiry"),
            models.Index(
                fields=["created_at"],
                condition=Q(state="active", direction="request", answered_at__isnull=True),
                name="listing_unanswered",
            ),
            models.Index(fields=["deed"], condition=Q(deed__isnull=False), name="listing_deed"),
            GinIndex(fields=["search"], name="listing_search"),
            GinIndex(
                OpClass(french.plain("title"), name="gin_trgm_ops"),
                condition=Q(state="active"),
                name="listing_likeness",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("listings:detail", args=[self.pk])

    @property
    def zone(self) -> ZoneInfo:
        """Whose clocks say when to meet."""
        return zone_of(self.commune_id)


class Photo(models.Model):
    """One picture of an annonce, kept as WebP in three widths, without EXIF. `name` is the storage name's stem."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="photos")
    name = models.CharField(max_length=120)
    # Of the file that was sent, so that a form pressed twice adds it once.
    digest = models.CharField(max_length=32, null=True, blank=True)  # noqa: DJ001
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]


class Answer(models.Model):
    """A neighbour answered an annonce: one conversation, however often she presses."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="answers", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="answers")
    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="answer")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listing", "person"], name="one_answer_a_person")]


class Agreement(models.Model):
    """What two people agree on: what, when, free or price. A counter-proposal replaces the one before it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposé")
        COUNTERED = "countered", _("Remplacé")
        DECLINED = "declined", _("Refusé")
        ACCEPTED = "accepted", _("Convenu")
        CANCELLED = "cancelled", _("Annulé")
        NO_SHOW = "no_show", _("Rendez-vous manqué")
        DONE = "done", _("C’est fait")

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="agreements")
    proposed_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=160)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    price_cents = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)  # accepted, declined or countered
    ended_at = models.DateTimeField(null=True, blank=True)  # done, cancelled or no-show
    ended_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    # The annonce whose thing is away meanwhile; null where several may agree at the same time.
    holds = models.ForeignKey(Listing, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            ExclusionConstraint(
                name="lent_to_one_at_a_time",
                expressions=[("holds", RangeOperators.EQUAL), (_period(), RangeOperators.OVERLAPS)],
                condition=Q(state="accepted", starts_at__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "cancelled"]) | Q(decided_at__isnull=False),
                name="a_decision_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["cancelled", "no_show", "done"], ended_at__isnull=False)
                | (~Q(state__in=["cancelled", "no_show", "done"]) & Q(ended_at__isnull=True)),
                name="an_end_is_dated",
            ),
            # Whatever races: one proposal or one running agreement a conversation at a time.
            models.UniqueConstraint(
                fields=["answer"], condition=Q(state__in=["proposed", "accepted"]), name="one_open_agreement"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="agreement_ends_after_it_starts",
            ),
        ]


class Thanks(models.Model):
    """A few words after it is done, once each way."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="thanks", db_index=False)
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="thanks_given")
    to = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="thanks_received")
    text = models.CharField(max_length=300, blank=True)
    shown_on_profile = models.BooleanField(default=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "author"], name="thanks_once")]


class Quotation(models.Model):
    """The town hall may quote these thanks, without a name, as long as this stands: their author has ticked it."""

    thanks = models.OneToOneField(
        Thanks, on_delete=models.CASCADE, primary_key=True, related_name="quotation"
    )
    at = models.DateTimeField(default=timezone.now)


class CallNote(models.Model):
    """What an ambassador has done for a request that nobody answered: read by the others, and by who asked."""

    class Done(models.TextChoices):
        CALLED = "called", _("J’ai appelé")
        CALLS_BACK = "calls_back", _("À rappeler")
        FOUND = "found", _("J’ai trouvé quelqu’un")

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="call_notes", db_index=False)
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    done = models.CharField(max_length=10, choices=Done)
    at = models.DateTimeField(default=timezone.now)  # the last time, where it was done again

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["listing", "by", "done"], name="a_call_noted_once")]
