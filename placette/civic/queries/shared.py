"""What a community has told, and where it can."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, When

from placette.civic.models import Announcement, SharedAnnouncement
from placette.civic.queries.announcements import seen_by
from placette.civic.queries.going import going
from placette.places.clock import zone_of
from placette.places.models import Commune, Community


@dataclass(frozen=True)
class Copy:
    """Of one commune. `seen`: by how many at least; None where they are fewer than five."""

    announcement: Announcement
    seen: int | None


def within_reach(community: Community) -> QuerySet[Commune]:
    """Its communes whose space can be written in."""
    return Commune.objects.filter(going(), community=community).order_by("name")


@dataclass(frozen=True)
class Told:
    """What a community has told: the events that are not over by their day, everything else by when it came out."""

    events: Sequence[SharedAnnouncement]
    announcements: Sequence[SharedAnnouncement]


def told_by(community: Community, now: datetime) -> Told:
    """The newest hundred, with `communes`: in how many; of an event also `starts_at`, `ends_at` and `place`. One query."""
    copy = Announcement.objects.filter(shared_copy__shared=OuterRef("pk"))
    words = copy.order_by(Case(When(state=Announcement.State.WITHDRAWN, then=1), default=0), "pk")
    told = SharedAnnouncement.objects.filter(community=community).annotate(
        communes=Count("copies"),
        **{name: Subquery(words.values(name)[:1]) for name in ("place", "starts_at", "ends_at")},
    )[:100]
    events = [each for each in told if _is_ahead(each, now)]
    rest = [each for each in told if each not in events]
    return Told(sorted(events, key=lambda each: each.starts_at), rest)  # type: ignore[attr-defined]


def _is_ahead(told: Any, now: datetime) -> bool:
    """An event that nobody has taken back, and that is not over."""
    stands = told.withdrawn_at is None and told.starts_at and told.place
    return bool(stands) and (told.ends_at or told.starts_at) > now


def shared(community: Community, pk: int) -> SharedAnnouncement | None:
    return SharedAnnouncement.objects.filter(community=community, pk=pk).first()


def clocks_of(community: Community) -> ZoneInfo:
    """Those of its communes: none lies in two zones. One query."""
    return zone_of(community.communes.order_by("pk").values_list("pk", flat=True).first() or "")


def words_of(copies: Sequence[Copy]) -> Announcement | None:
    """One that has the present words; what a town hall has taken down keeps those of that day."""
    stand = [each for each in copies if each.announcement.state != Announcement.State.WITHDRAWN]
    return next((each.announcement for each in stand or copies), None)


def copies_of(shared: SharedAnnouncement) -> list[Copy]:
    """By commune. Two queries."""
    copies = (
        Announcement.objects.filter(shared_copy__shared=shared)
        .select_related("commune", "held_in", "shared_copy__shared__community")
        .prefetch_related("quarters")
    )
    return [Copy(each, seen_by(each)) for each in copies.order_by("commune__name")]
