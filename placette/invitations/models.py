"""How a town hall invites its residents: campaigns of letters, e-mails and posters, and what they brought."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.people.models import ActivationCode, Person
from placette.places.models import Commune


def new_mark() -> str:
    """In the address of a poster: eight signs that nobody takes for others."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstvwxyz") for _sign in range(8))


class Campaign(models.Model):
    """Invitations that belong together. A draft has been read and is looked at; then the worker makes them.

    `joined` counts who signed up by its links: a number alone, nobody's name. Of letters the codes say it.
    """

    class Kind(models.TextChoices):
        LETTERS = "letters", _("Lettres")
        EMAILS = "emails", _("E-mails")
        POSTER = "poster", _("Affiche")

    class State(models.TextChoices):
        DRAFT = "draft", _("à relire")
        MAKING = "making", _("en préparation")
        READY = "ready", _("prête")
        CANCELLED = "cancelled", _("annulée")

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="invitation_campaigns")
    kind = models.CharField(max_length=7, choices=Kind)
    name = models.CharField(max_length=80)
    word = models.TextField(max_length=600, blank=True)  # of the mayor, above the code
    mark = models.CharField(max_length=8, unique=True, default=new_mark)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # ready or cancelled
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    joined = models.PositiveIntegerField(default=0)
    # How many had come by last night, of whatever kind: what is shown follows it, so that no hour tells who came in it.
    counted = models.PositiveIntegerField(default=0, db_default=0)
    # Of a draft alone: [line of the list, what stands there, why it is left out], and those to look at once more.
    refused = models.JSONField(default=list, blank=True)
    unsure = models.JSONField(default=list, blank=True)
    refused_count = models.PositiveIntegerField(default=0)
    came: int | None = None  # queries.py: how many joined, at least; None where that may not be shown

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="no_more_done_than_there_is"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(refused=[], unsure=[]), name="only_a_draft_holds_refused_rows"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "making"], ended_at__isnull=True)
                | Q(state__in=["ready", "cancelled"], ended_at__isnull=False),
                name="a_campaign_that_is_over_says_since_when",
            ),
        ]
        indexes = [models.Index(fields=["commune", "-created_at"], name="campaigns_of_a_commune")]


class SentList(models.Model):
    """The list of a draft as it was sent, so that its columns can be matched anew: until it begins or is forgotten."""

    campaign = models.OneToOneField(
        Campaign, on_delete=models.CASCADE, primary_key=True, related_name="sent_list"
    )
    names = models.JSONField()  # of its columns
    columns = models.JSONField()  # our column: the place of theirs
    rows = models.JSONField()  # [[number, [cell, …], overflows], …]


class Letter(models.Model):
    """One envelope. Its address moves to the code when that is made, and is forgotten with it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="letters", db_index=False)
    number = models.PositiveIntegerField()
    lines = models.CharField(max_length=200, blank=True)  # as on the envelope, « \n » between them
    code = models.OneToOneField(
        ActivationCode, on_delete=models.CASCADE, null=True, blank=True, related_name="letter"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_letter_a_number"),
            models.CheckConstraint(
                condition=Q(code__isnull=True) | Q(lines=""), name="an_address_is_kept_once"
            ),
        ]


class Packet(models.Model):
    """Some hundred letters as one PDF, enciphered in the storage, and gone after a week."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="packets", db_index=False)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    file = models.CharField(max_length=120)
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "first"], name="one_packet_a_beginning"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="a_packet_holds_a_letter"),
        ]


class Invited(models.Model):
    """Somebody to be written to once. `sent_at`: the worker has done with her. The address goes after a month."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="invited", db_index=False)
    number = models.PositiveIntegerField()
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_invited_a_number"),
            models.UniqueConstraint(
                F("campaign"), Lower("email"), condition=~Q(email=""), name="invited_once_a_campaign"
            ),
            models.CheckConstraint(condition=~Q(email="") | Q(name=""), name="a_name_goes_with_its_address"),
        ]


class Declined(models.Model):
    """An address that wants no invitation any more, from any town hall: as a keyed hash, which names nobody."""

    digest = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(default=timezone.now)
