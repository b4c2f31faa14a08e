"""Telling people, once each, on the site at once and by e-mail at their rhythm."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from placette.core import live
from placette.people.models import Person

from .kinds import KINDS
from .models import Notice, Preference


@transaction.atomic
def notify(person_ids: Iterable[int], kind: str, url: str, key: str, **facts: Any) -> None:
    """Write the notice of each person who has not been told of `key`, update her counter, and mail by her rhythm."""
    from . import tasks

    wanted = set(person_ids)
    told = set(Notice.objects.filter(person__in=wanted, key=key).values_list("person_id", flat=True))
    fresh = sorted(wanted - told)
    if not fresh:
        return
    Notice.objects.bulk_create(
        [Notice(person_id=pk, kind=kind, facts=facts, url=url, key=key) for pk in fresh],
        ignore_conflicts=True,
    )
    for pk in fresh:
        live.tell([pk], "notices", count=unseen(pk))
    chosen = dict(Preference.objects.filter(person__in=fresh, kind=kind).values_list("person_id", "email"))
    at_once = [pk for pk in fresh if chosen.get(pk, KINDS[kind].rhythm) == Preference.Rhythm.AT_ONCE]
    for pk in Notice.objects.filter(person__in=at_once, key=key).values_list("pk", flat=True):
        tasks.mail.defer(notice=pk)


def unseen(person_id: int) -> int:
    """One query; index notice_unseen."""
    return Notice.objects.filter(person=person_id, seen_at__isnull=True).count()


def see(person: Person, notice_id: int | None = None) -> None:
    """Mark one notice of hers as seen, or all."""
    notices = Notice.objects.filter(person=person, seen_at__isnull=True)
    if notice_id is not None:
        notices = notices.filter(pk=notice_id)
    if notices.update(seen_at=timezone.now()):
        live.tell([person.pk], "notices", count=unseen(person.pk))


def choose(person: Person, kind: str, rhythm: str) -> None:
    Preference.objects.update_or_create(person=person, kind=kind, defaults={"email": rhythm})
