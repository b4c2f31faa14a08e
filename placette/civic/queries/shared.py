"""What a community has told, and where it can."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet

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


def told_by(community: Community) -> list[SharedAnnouncement]:
    """The newest hundred, with `communes`: in how many. One query."""
    told = SharedAnnouncement.objects.filter(community=community)
    return list(told.annotate(communes=Count("copies"))[:100])


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
        .select_related("commune", "shared_copy__shared__community")
        .prefetch_related("quarters")
    )
    return [Copy(each, seen_by(each)) for each in copies.order_by("commune__name")]
