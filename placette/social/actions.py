"""A letter's life: written, read, answered, closed, erased."""

import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from placette.notices import actions as notices
from placette.people.models import Membership, Person
from placette.places.models import Commune

from . import queries, seal
from .models import Letter, Reading, Word

AFTER_CLOSING = timedelta(days=90)
AFTER_LAST_WORD = timedelta(days=365)  # of one that nobody closed


def write(author: Person, commune: Commune, text: str, key: uuid.UUID | None = None) -> Letter:
    """A letter to the social service, or more words in the one that is open. The same form twice is one."""
    try:
        with transaction.atomic():
            return _write(author, commune, text, key)
    except IntegrityError:  # the twin of a double click was faster
        with transaction.atomic():
            return _write(author, commune, text, key)


def _write(author: Person, commune: Commune, text: str, key: uuid.UUID | None) -> Letter:
    hers = Letter.objects.filter(author=author, commune=commune)
    if key and (sent := hers.filter(words__key=key).first()):
        return sent
    letter = hers.select_for_update().filter(closed_at=None).first()
    letter = letter or Letter.objects.create(author=author, commune=commune)
    _add(letter, author, text, key, by_social=False)
    letter.waits_since = letter.waits_since or letter.last_at
    letter.save(update_fields=["last_at", "waits_since"])
    notices.notify(
        [each.pk for each in queries.readers(commune.pk)],
        "social_letter",
        reverse("social:letter", args=[letter.pk]),
        f"social:{letter.pk}:{letter.waits_since.isoformat()}",
        commune=commune.name,
    )
    return letter


@transaction.atomic
def answer(letter: Letter, by: Person, text: str, key: uuid.UUID | None = None) -> None:
    """By somebody of the social service. A letter that was closed meanwhile is open again.

    Raises Letter.DoesNotExist where its author has erased it.
    """
    hers = Letter.objects.select_for_update().filter(author=letter.author_id, commune=letter.commune_id)
    if key and Word.objects.filter(letter__in=hers, key=key).exists():
        return
    # Who has written again since has her open letter answered: two would be open.
    letter = hers.filter(closed_at=None).first() or hers.get(pk=letter.pk)
    if letter.closed_at:
        letter.closed_at = None
        letter.save(update_fields=["closed_at"])
    word = _add(letter, by, text, key, by_social=True)
    notices.withdraw(*_waiting_key(letter))
    letter.waits_since = None
    letter.save(update_fields=["last_at", "waits_since"])
    notices.notify([letter.author_id], "social_answer", reverse("social:mine"), f"social_answer:{word.pk}")


def _add(letter: Letter, author: Person, text: str, key: uuid.UUID | None, *, by_social: bool) -> Word:
    letter.last_at = timezone.now()
    word = Word(letter=letter, author=author, by_social=by_social, key=key, at=letter.last_at)
    word.sealed = seal.seal(text, word.place)
    word.save(force_insert=True)
    return word


@transaction.atomic
def read(letter: Letter, by: Person) -> None:
    """It is noted for its author who has opened it."""
    now = timezone.now()
    reading, fresh = Reading.objects.get_or_create(
        letter=letter, by=by, defaults={"first_at": now, "last_at": now}
    )
    if not fresh:
        Reading.objects.filter(pk=reading.pk).update(last_at=now)


@transaction.atomic
def close(letter: Letter) -> None:
    """By either side: it is settled, and goes three months later."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if letter.closed_at is None:
        notices.withdraw(*_waiting_key(letter))
        letter.closed_at, letter.waits_since = timezone.now(), None
        letter.save(update_fields=["closed_at", "waits_since"])


def _waiting_key(letter: Letter) -> list[str]:
    return [f"social:{letter.pk}:{letter.waits_since.isoformat()}"] if letter.waits_since else []


@transaction.atomic
def erase(letters: Q) -> int:
    """With their words, and the notices that lead to them. How many."""
    found = list(Letter.objects.select_for_update().filter(letters).values_list("pk", flat=True))
    notices.erase(reverse("social:letter", args=[pk]) for pk in found)
    Letter.objects.filter(pk__in=found).delete()
    return len(found)


def forget_old() -> int:
    """Closed three months ago; without a word for a year; of somebody who has left. How many."""
    now = timezone.now()
    old = Q(closed_at__lt=now - AFTER_CLOSING) | Q(last_at__lt=now - AFTER_LAST_WORD)
    here = Membership.objects.filter(person=OuterRef("author"), commune=OuterRef("commune"))
    return erase(old | Q(author__is_active=False) | Q(~Exists(here)))
