"""Telling people, once each, on the site at once and by e-mail at their rhythm."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import CharField, F, Func, Q, Value
from django.utils import timezone
from procrastinate.types import JSONDict

from placette.core import live
from placette.people.models import Person

from .kinds import KINDS, Kind
from .models import Notice, Preference
from .queries import rhythms, unseen_of

# Those who already know of this key, and those who have left, are skipped in the statement that writes: no race tells twice.
INSERT = """
INSERT INTO notices_notice (person_id, kind, facts, url, key, created_at)
SELECT id, %s, told.facts::jsonb, %s, %s, %s
FROM unnest(%s::bigint[], %s::text[]) AS told (person, facts) JOIN people_person ON id = told.person AND is_active
ON CONFLICT (person_id, key) DO NOTHING
RETURNING id, person_id, (SELECT email IS NULL FROM people_person WHERE people_person.id = person_id)
"""
# Who wants to hear that something of this kind was told to people who have no screen: ids of their notices by person.
carried: list[Callable[[Kind, Mapping[int, int]], None]] = []


@transaction.atomic
def notify(person_ids: Iterable[int], kind: str, url: str, key: str, **facts: Any) -> int:
    """Write the notice of each person who has not been told of `key`, update her counter, and mail by her rhythm.

    `facts` feed the kind's sentence; `until`, an ISO moment, is when it stops being news worth an e-mail. Returns how
    many were told.
    """
    return notify_each(kind, url, key, dict.fromkeys(person_ids, facts))


@transaction.atomic
def notify_each(kind: str, url: str, key: str, facts: Mapping[int, Mapping[str, Any]]) -> int:
    """As `notify`, with facts of her own for each person, by her id."""
    registered = KINDS[kind]
    if not facts:
        return 0
    people = sorted(facts)
    said = [json.dumps(facts[person]) for person in people]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [kind, url, key, timezone.now(), people, said])
        rows = cursor.fetchall()
    fresh = {person: notice for notice, person, _ in rows}
    unread = {person: notice for notice, person, has_no_screen in rows if has_no_screen}
    if not fresh:
        return 0
    if registered.on_site:
        _tell_counts(fresh)
    _mail_at_once(registered, {person: fresh[person] for person in fresh if person not in unread})
    if unread:
        for listener in carried:
            listener(registered, unread)
    return len(fresh)


def _tell_counts(person_ids: Collection[int]) -> None:
    """Those with the same count are told together."""
    together = defaultdict(list)
    for person, count in unseen_of(person_ids).items():
        together[count].append(person)
    for count, people in together.items():
        live.tell(people, "notices", count=count)


def _mail_at_once(kind: Kind, fresh: Mapping[int, int]) -> None:
    from . import tasks

    if not fresh:
        return
    chosen = rhythms(kind, fresh)
    notices = [fresh[person] for person, rhythm in chosen.items() if rhythm == Preference.Rhythm.AT_ONCE]
    jobs: list[JSONDict] = [{"notice": notice} for notice in notices]
    if jobs:
        later = timezone.now() + kind.grace if kind.grace else None
        tasks.mail.configure(schedule_at=later).batch_defer(*jobs)


@transaction.atomic
def see(person: Person, notice_id: int | None = None, *, url: str = "") -> None:
    """Mark as seen one notice of hers, or those that lead to `url`, or all."""
    notices = Notice.objects.filter(person=person, seen_at__isnull=True)
    if notice_id is not None:
        notices = notices.filter(pk=notice_id)
    if url:
        notices = notices.filter(url=url)
    if notices.update(seen_at=timezone.now()):
        _tell_counts([person.pk])


@transaction.atomic
def withdraw(*keys: str) -> None:
    """What these keys told is settled: who has not seen it is not written to, and her counter does not ask for a look.

    The notice stays in her list. Index notice_unseen_key.
    """
    unseen = Notice.objects.filter(key__in=keys, seen_at__isnull=True)
    people = set(unseen.values_list("person_id", flat=True))
    if people and unseen.update(seen_at=timezone.now()):
        _tell_counts(people)


def erase(pages: Iterable[str], keys: Collection[str] = ()) -> None:
    """The notices that lead to one of these pages, or to one below it: « /annonces/12/ »; and those of `keys`. One statement
    over all notices.
    """
    pages = list(pages)
    if not pages and not keys:
        return
    # A page is named by two parts of its address, or three, or four: hashed, whatever the number of pages.
    of_two, of_three, of_four = (
        Func(F("url"), Value(f"^(?:/[^/]+){{{parts}}}/"), function="substring", output_field=CharField())
        for parts in (2, 3, 4)
    )
    notices = Notice.objects.annotate(of_two=of_two, of_three=of_three, of_four=of_four)
    lead_there = Q(of_two__in=pages) | Q(of_three__in=pages) | Q(of_four__in=pages)
    notices.filter(lead_there | Q(key__in=keys)).delete()


@transaction.atomic
def choose(person: Person, chosen: Mapping[str, str]) -> None:
    """How often she wants the e-mails of each kind: name -> rhythm."""
    Preference.objects.bulk_create(
        [Preference(person=person, kind=KINDS[name].name, email=rhythm) for name, rhythm in chosen.items()],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["email"],
    )
