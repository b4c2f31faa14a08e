"""The waiting list, and the opening and closing of a commune's space."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from placette.core import limits

from . import tasks
from .clock import months_later
from .models import Commune, Space, Waiting
from .tokens import CONFIRM, LEAVE, read

DAY = 24 * 3600
TRIAL_MONTHS = 3
MAILS_A_DAY = 3  # to one address, so that nobody can flood another's letter box


def wait(commune: Commune, email: str, language: str) -> None:
    """Puts an e-mail on the list and sends it the link that confirms. Silent to who is already on it."""
    Waiting.objects.bulk_create(
        [Waiting(commune=commune, email=email, language=language)], ignore_conflicts=True
    )
    waiting = Waiting.objects.filter(commune=commune, email=email, confirmed_at=None).first()
    if waiting and limits.allow(f"waiting-mail:{email}", MAILS_A_DAY, DAY):
        # The new link lives as long as it says, though she asked first some days ago.
        Waiting.objects.filter(pk=waiting.pk).update(created_at=timezone.now(), language=language)
        tasks.send_confirmation.defer(waiting=waiting.pk)


def count(commune: Commune, email: str, language: str) -> None:
    """Counts somebody whose e-mail is known to be hers. Doing it twice changes nothing."""
    now = timezone.now()
    waiting = Waiting(commune=commune, email=email.lower(), language=language, confirmed_at=now)
    Waiting.objects.bulk_create([waiting], ignore_conflicts=True)
    _waiting(commune, email).filter(confirmed_at=None).update(confirmed_at=now)


def uncount(commune: Commune, email: str) -> None:
    """She does not wait here any more: her e-mail is forgotten."""
    for waiting in _waiting(commune, email):
        waiting.forget()


@transaction.atomic
def follow(former: str, email: str) -> None:
    """Who has another e-mail is counted, and told, with that one; the former is forgotten."""
    for waiting in _counted().filter(email=former.lower()).select_related("commune"):
        count(waiting.commune, email, waiting.language)
        waiting.forget()


@transaction.atomic
def confirm(token: str) -> Waiting:
    """Counts the person. Doing it twice changes nothing.

    Raises signing.BadSignature for a forged or old link, Waiting.DoesNotExist when she has left since.
    """
    waiting = _of(token, CONFIRM)
    if waiting.confirmed_at is None:
        waiting.confirmed_at = timezone.now()
        waiting.save(update_fields=["confirmed_at"])
    return waiting


@transaction.atomic
def leave(token: str) -> Waiting | None:
    """Takes the person off the list and forgets her e-mail. None when she had already left."""
    try:
        waiting = _of(token, LEAVE)
    except Waiting.DoesNotExist:
        return None
    waiting.forget()
    return waiting


@transaction.atomic
def open_space(commune: Commune) -> Space:
    """Opens (or opens again) the commune's Placette, for a trial of three months, and tells those who wait."""
    space, new = Space.objects.select_for_update().get_or_create(
        commune=commune, defaults={"ends_on": trial_ends()}
    )
    if space.closed_at:
        space.opened_at, space.closed_at = timezone.now(), None
        space.state, space.ends_on = Space.State.TRIAL, trial_ends()
        space.save(update_fields=["opened_at", "closed_at", "state", "ends_on"])
        new = True
    if new:
        tasks.tell_opening.defer(commune=commune.code)
    return space


def trial_ends() -> date:
    """The last day of a trial that begins now, in Paris."""
    return months_later(timezone.localdate(), TRIAL_MONTHS)


def _counted() -> QuerySet[Waiting]:
    return Waiting.objects.filter(confirmed_at__isnull=False, left_at=None)


def _waiting(commune: Commune, email: str) -> QuerySet[Waiting]:
    return Waiting.objects.filter(commune=commune, email=email.lower())


def _of(token: str, purpose: str) -> Waiting:
    return (
        Waiting.objects.select_for_update(of=("self",))
        .select_related("commune")
        .get(pk=read(token, purpose), left_at__isnull=True)
    )
