"""The agenda of a commune, and of the communes around: what is announced with a day and a place, and is not over."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from placette.civic import rules
from placette.civic.models import Announcement
from placette.people.standing import Standing
from placette.places.clock import zone_of

State, Level = Announcement.State, Announcement.Level
PAGE = 30
SOONEST = 3
SOON = timedelta(days=30)  # what the page of a commune shows of it
REMEMBERED = timedelta(
    days=60
)  # in calendar files: a program that asks rarely still learns what was taken back
IN_A_FILE = 500
LONG_AGO = timedelta(days=730)  # begun further back it is a year gone wrong: « 26 » for « 2026 »

# Of what is withdrawn: by its own word before it began. What has begun took place, whoever takes its page down later; and a
# copy that one town hall has taken down takes place all the same.
_CALLED_OFF = Q(state=State.WITHDRAWN) & (
    Q(shared_copy__isnull=True, withdrawn_at__lt=F("starts_at"))
    | Q(shared_copy__shared__withdrawn_at__lt=F("starts_at"))
)


@dataclass(frozen=True)
class Day:
    """`day`: None for what has begun on a day before today and goes on. `opens_month`: the first day of its month here."""

    day: date | None
    opens_month: bool
    events: list[Announcement]


@dataclass(frozen=True)
class Agenda:
    days: list[Day]
    after: int  # the next page shows what comes after this one; 0 where there is none


def events(communes: Collection[str]) -> QuerySet[Announcement]:
    """What is online and an event: SQL twin of Announcement.is_event. Index announcement_agenda."""
    dated = Announcement.objects.filter(starts_at__isnull=False, commune__in=communes, state=State.PUBLISHED)
    return dated.exclude(place="").exclude(level=Level.EMERGENCY)


def agenda(standing: Standing, communes: Collection[str], home: str, now: datetime, after: int = 0) -> Agenda:
    """Of these communes, each with what `standing` may read of it, on the clocks of `home`. Three queries, one more
    from its second page on; what a community holds for several communes stands once, for `home` where it can.
    """
    zone = zone_of(home)
    ahead = to_come(readable(standing, communes), now, zone)
    if len(communes) > 1:
        ahead = _each_once(ahead, standing, communes, home)
    pivot = ahead.filter(pk=after).values_list("starts_at", flat=True).first() if after else None
    if pivot:
        ahead = ahead.filter(Q(starts_at__gt=pivot) | Q(starts_at=pivot, pk__gt=after))
    rows = list(_with_all(ahead).prefetch_related("quarters")[: PAGE + 1])
    following = rows[PAGE - 1].pk if len(rows) > PAGE else 0
    return Agenda(_by_day(rows[:PAGE], now.astimezone(zone).date(), zone), following)


def readable(standing: Standing, communes: Collection[str]) -> QuerySet[Announcement]:
    """SQL twin of rules.may_read for what is online."""
    inside = [each for each in communes if each in standing.communes or rules.may_announce(standing, each)]
    return events(communes).filter(Q(residents_only=False) | Q(commune__in=inside))


def to_come(found: QuerySet[Announcement], now: datetime, zone: ZoneInfo) -> QuerySet[Announcement]:
    """What is not over; what says no end is there until the end of its day."""
    today = datetime.combine(now.astimezone(zone), time(), zone)
    return found.filter(Q(ends_at__gt=now) | Q(ends_at__isnull=True, starts_at__gte=today)).order_by(
        "starts_at", "pk"
    )


def soonest_of(commune_code: str, now: datetime) -> list[Announcement]:
    """The next that everybody may read. One query."""
    ahead = to_come(events([commune_code]).filter(residents_only=False), now, zone_of(commune_code))
    return list(_with_all(ahead.filter(starts_at__lt=now + SOON))[:SOONEST])


def for_a_file(commune_code: str, now: datetime) -> list[Announcement]:
    """What is public, and what was and is called off: who has it in her calendar must learn it. Of too many those that come
    last. One query.
    """
    told = Announcement.objects.filter(
        _CALLED_OFF | ~Q(state=State.WITHDRAWN),
        Q(starts_at__gt=now - REMEMBERED) | Q(ends_at__gt=now),
        commune=commune_code,
        starts_at__isnull=False,
        published_at__isnull=False,
        residents_only=False,
    )
    events = _with_all(told.exclude(place="").exclude(level=Level.EMERGENCY))
    return list(events.order_by("-starts_at", "-pk")[:IN_A_FILE])[::-1]


def called_off(pk: int) -> Announcement | None:
    """An event that everybody could read, and that does not take place. One query."""
    gone = Announcement.objects.filter(_CALLED_OFF, pk=pk, residents_only=False)
    found = (
        gone.select_related("commune", "shared_copy__shared__community").first() if 0 < pk < 2**62 else None
    )
    return found if found and found.is_event else None


def _with_all(found: QuerySet[Announcement]) -> QuerySet[Announcement]:
    return found.select_related("commune", "held_in", "shared_copy__shared__community").order_by(
        "starts_at", "pk"
    )


def _each_once(
    found: QuerySet[Announcement], standing: Standing, communes: Collection[str], home: str
) -> QuerySet[Announcement]:
    """Of the copies that she may read of what a community says, that of her own commune, or else the first."""
    at_home = Case(When(commune=home, then=Value(False)), default=Value(True), output_field=BooleanField())
    copies = readable(standing, communes).filter(shared_copy__shared=OuterRef("shared_copy__shared"))
    first = Subquery(copies.order_by(at_home, "pk").values("pk")[:1])
    return found.filter(Q(shared_copy__isnull=True) | Q(pk=first))


def _by_day(rows: Iterable[Announcement], today: date, zone: ZoneInfo) -> list[Day]:
    days: list[Day] = []
    month = None

    def day_of(event: Announcement) -> date | None:
        assert event.starts_at
        day = timezone.localdate(event.starts_at, zone)
        return day if day >= today else None

    for day, found in groupby(rows, day_of):
        days.append(Day(day, day is not None and (day.year, day.month) != month, list(found)))
        month = (day.year, day.month) if day else None
    return days
