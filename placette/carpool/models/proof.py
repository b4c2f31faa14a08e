"""What leaves the site about a person's rides, and only because she asked: her calendar's address, proofs of rides."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from placette.carpool.models.rides import Booking
from placette.people.models import Person


class CalendarAddress(models.Model):
    """The secret part of the address of her rides' calendar. Revoking it deletes the row; a new one has another key."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    made_at = models.DateTimeField(default=timezone.now)


class ProofIdentity(models.Model):
    """She lets her rides go to the proof register, and how it knows her there. Her telephone number is not kept.

    Withdrawing it deletes the row; nothing is sent about her afterwards.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    operator_user_id = models.UUIDField(default=uuid.uuid4, unique=True)
    identity_key = models.CharField(max_length=64)  # SHA-256 of number and surname
    phone_trunc = models.CharField(max_length=14)  # E.164 without its last two figures
    over_18 = models.BooleanField(null=True)
    agreed_at = models.DateTimeField(default=timezone.now)


class Journey(models.Model):
    """One ride as the proof register is told of it. What is sent is made of the booking each time, and not kept."""

    class State(models.TextChoices):
        WAITING = "waiting"
        REFUSED_HERE = "refused_here"  # our own checks, before anything is sent
        SENT = "sent"
        REFUSED_THERE = "refused_there"

    class Evidence(models.TextChoices):
        """What this site knows of the ride beside its being agreed. No class of the register is claimed by it."""

        WORDS = "words"  # one of the two said afterwards that it took place, and nobody said that it did not
        CODE = "code"  # the driver read the passenger's code when she got in

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="journey")
    # The specification's pattern knows no dash: sent as uuid.hex.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    state = models.CharField(max_length=13, choices=State, default=State.WAITING)
    labels = ArrayField(models.CharField(max_length=60), default=list, blank=True)  # why it was refused
    evidence = models.CharField(max_length=5, choices=Evidence, default=Evidence.WORDS, db_default="words")
    attempts = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(state="waiting"), name="journey_waiting"),
        ]
