"""What the pages and the e-mails of notices show."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from placette.core.prepared import PreparedCount
from placette.people.models import Person
from placette.people.standing import Standing

from .kinds import KINDS, Group, Kind, at_once_by_default, daily_by_default, shown_on_site
from .models import Notice, Preference

PAGE = 30
# A digest that could not leave, or a worker that was down at six, is caught up the next day.
DIGEST_REACHES_BACK = timedelta(days=2)
# The e-mail at once has been given up by then: see core.mail.RETRY, and the longest grace of a kind.
GIVEN_UP_AFTER = timedelta(hours=3)


@dataclass(frozen=True)
class Line:
    notice: Notice
    kind: Kind
    sentence: str


@dataclass(frozen=True)
class Day:
    on: date
    lines: list[Line]


@dataclass(frozen=True)
class Inbox:
    days: list[Day]
    before: int  # the next page shows what is older than this notice; 0 where there is none


@dataclass(frozen=True)
class Choice:
    group: Group
    kinds: list[tuple[Kind, str]]  # with the rhythm that applies


def unseen(person_id: int) -> int:
    """One query; index notice_unseen."""
    return UNSEEN(person_id)


UNSEEN = PreparedCount(
    lambda person: Notice.objects.filter(person=person, seen_at__isnull=True, kind__in=shown_on_site()), int
)


def unseen_of(person_ids: Collection[int]) -> dict[int, int]:
    """How many notices wait for each of these people. One query; index notice_unseen."""
    waiting = Notice.objects.filter(person__in=person_ids, seen_at__isnull=True, kind__in=shown_on_site())
    counted = waiting.order_by().values_list("person").annotate(number=Count("pk"))
    return dict.fromkeys(person_ids, 0) | dict(counted)


def inbox(person: Person, before: int = 0) -> Inbox:
    """Newest first, by day. One query; index notice_newest."""
    notices = Notice.objects.filter(person=person, kind__in=shown_on_site())
    if before:
        notices = notices.filter(pk__lt=before)
    rows = list(notices.order_by("-pk")[: PAGE + 1])
    days: list[Day] = []
    for row in rows[:PAGE]:
        on = timezone.localdate(row.created_at)
        if not days or days[-1].on != on:
            days.append(Day(on, []))
        days[-1].lines.append(line(row))
    return Inbox(days, rows[PAGE - 1].pk if len(rows) > PAGE else 0)


def line(notice: Notice) -> Line:
    kind = KINDS[notice.kind]
    return Line(notice, kind, kind.sentence(notice.facts))


def rhythms(kind: Kind, person_ids: Collection[int]) -> dict[int, str]:
    """How often each of these people wants the e-mails of this kind. One query."""
    chosen = Preference.objects.filter(person__in=person_ids, kind=kind.name)
    return dict.fromkeys(person_ids, kind.rhythm) | dict(chosen.values_list("person_id", "email"))


def rhythms_of(person: Person) -> dict[str, str]:
    """How often she wants the e-mails of every kind: name -> rhythm. One query."""
    chosen = dict(Preference.objects.filter(person=person).values_list("kind", "email"))
    return {name: chosen.get(name, kind.rhythm) for name, kind in KINDS.items()}


def choices(standing: Standing) -> list[Choice]:
    """The preferences of whoever is signed in, by group. One query."""
    if standing.person is None:
        return []
    chosen = rhythms_of(standing.person)
    hers = [kind for kind in KINDS.values() if kind.concerns(standing)]
    by_group = [
        Choice(group, [(kind, chosen[kind.name]) for kind in hers if kind.group == group]) for group in Group
    ]
    return [choice for choice in by_group if choice.kinds]


def for_digest() -> QuerySet[Notice]:
    """What waits for a daily e-mail: neither seen nor mailed, recent, of a kind that its person wants daily, or wanted
    at once while the mail server was away for longer than we try.

    Index notice_to_mail.
    """
    now = timezone.now()
    chosen = Preference.objects.filter(person=OuterRef("person"), kind=OuterRef("kind")).values("email")
    daily = Q(chosen=Preference.Rhythm.DAILY) | Q(chosen__isnull=True, kind__in=daily_by_default())
    at_once = Q(chosen=Preference.Rhythm.AT_ONCE) | Q(chosen__isnull=True, kind__in=at_once_by_default())
    return Notice.objects.annotate(chosen=Subquery(chosen)).filter(
        daily | (at_once & Q(created_at__lte=now - GIVEN_UP_AFTER)),
        kind__in=list(KINDS),
        emailed_at__isnull=True,
        seen_at__isnull=True,
        created_at__gte=now - DIGEST_REACHES_BACK,
        person__is_active=True,
        person__email__isnull=False,
    )
