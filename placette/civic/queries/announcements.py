"""What is read of announcements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from placette.civic import rules
from placette.civic.models import Announcement
from placette.impact.suppression import floored
from placette.people.standing import Standing

State, Level = Announcement.State, Announcement.Level
STANDS = timedelta(days=21)  # on the square, where it says no end
ON_THE_SQUARE = 3
PAGE = 20


@dataclass(frozen=True)
class Page:
    announcements: list[Announcement]
    before: int  # the next page shows what came online before this one; 0 where there is none


def found(standing: Standing, pk: int) -> Announcement | None:
    """With its commune and quarters; None where she may not read it. Two queries."""
    with_all = Announcement.objects.select_related(
        "commune", "commune__space", "held_in", "shared_copy__shared__community"
    ).prefetch_related("quarters")
    announcement = with_all.filter(pk=pk).first() if 0 < pk < 2**62 else None
    return announcement if announcement and rules.may_read(standing, announcement) else None


def readable(standing: Standing, commune_code: str) -> QuerySet[Announcement]:
    """SQL twin of rules.may_read for what is online."""
    online = Announcement.objects.filter(state=State.PUBLISHED, commune=commune_code)
    if commune_code in standing.communes or rules.may_announce(standing, commune_code):
        return online
    return online.filter(residents_only=False)


def page(online: QuerySet[Announcement], before: int = 0, size: int = PAGE) -> Page:
    """Newest first. Three queries; index announcement_newest."""
    ordered = online.order_by("-published_at", "-pk")
    if before:
        pivot = Announcement.objects.filter(pk=before).values("published_at")
        ordered = ordered.filter(Q(published_at__lt=pivot[:1]) | Q(published_at=pivot[:1], pk__lt=before))
    rows = list(
        ordered.select_related("commune", "shared_copy__shared__community").prefetch_related("quarters")[
            : size + 1
        ]
    )
    return Page(rows[:size], rows[size - 1].pk if len(rows) > size else 0)


def alerts_for(standing: Standing, now: datetime) -> list[Announcement]:
    """What stands above all on her square. One query."""
    return list(_on_her_square(standing, now).filter(level=Level.EMERGENCY).order_by("ends_at", "pk"))


def news_for(standing: Standing, now: datetime) -> list[Announcement]:
    """What stands on her square: what matters first, then the newest. One query."""
    rest = _on_her_square(standing, now).exclude(level=Level.EMERGENCY)
    found = rest.order_by(_weight(), "-published_at", "-pk")[: ON_THE_SQUARE * 2]
    return _each_once(found)[:ON_THE_SQUARE]


def _each_once(found: Iterable[Announcement]) -> list[Announcement]:
    """Who belongs to two communes of a community has two copies of what it says."""
    seen: set[int] = set()
    kept = []
    for each in found:
        copy = getattr(each, "shared_copy", None)
        if copy is None or copy.shared_id not in seen:
            kept.append(each)
        if copy:
            seen.add(copy.shared_id)
    return kept


def current(commune_codes: Iterable[str], now: datetime) -> QuerySet[Announcement]:
    """Online, and not over: what is to come stands until it begins. Index announcement_newest."""
    fresh = Q(published_at__gt=now - STANDS) | Q(starts_at__gt=now)
    stands = Q(ends_at__gt=now) | fresh & Q(ends_at__isnull=True)
    return Announcement.objects.filter(
        stands, state=State.PUBLISHED, commune__in=commune_codes
    ).select_related("commune", "shared_copy__shared__community")


def on_the_commune_page(commune_code: str, now: datetime) -> list[Announcement]:
    """What everybody may read, alerts first. One query."""
    public = current([commune_code], now).filter(residents_only=False)
    return list(public.order_by(_weight(), "-published_at", "-pk")[:ON_THE_SQUARE])


def of_the_desk(commune_code: str) -> list[Announcement]:
    """All that the town hall has written, what waits for it first. Two queries; at most a hundred."""
    drafts_first = Case(
        When(state__in=[State.DRAFT, State.SCHEDULED], then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    of_commune = Announcement.objects.filter(commune=commune_code).select_related(
        "shared_copy__shared__community"
    )
    written = of_commune.prefetch_related("quarters")
    return list(written.order_by(drafts_first, F("published_at").desc(nulls_first=True), "-pk")[:100])


def seen_by(announcement: Announcement) -> int | None:
    """How many residents at least have opened it, by fives: one more tells nobody who. None where they are fewer than five."""
    return floored(announcement.seen, announcement.seen)


def _on_her_square(standing: Standing, now: datetime) -> QuerySet[Announcement]:
    """Of her communes; where it is for some quarters, hers, or any where she has not said where she lives."""
    named = Announcement.quarters.through.objects.filter(announcement=OuterRef("pk"))
    hers = [each.quarter_id for each in standing.memberships if each.quarter_id]
    unsaid = [each.commune_id for each in standing.memberships if not each.quarter_id]
    for_her = ~Exists(named) | Exists(named.filter(quarter__in=hers)) | Q(commune__in=unsaid)
    return current(standing.communes, now).filter(for_her)


def _weight() -> Case:
    """An alert, what matters, the rest."""
    return Case(
        When(level=Level.EMERGENCY, then=Value(0)),
        When(level=Level.IMPORTANT, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
