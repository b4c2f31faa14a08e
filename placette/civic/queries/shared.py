"""What a community has told, and where it can."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from placette.civic.models import Announcement, SharedAnnouncement
from placette.civic.queries.announcements import seen_by
from placette.civic.queries.going import going
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


def copies_of(shared: SharedAnnouncement) -> list[Copy]:
    """By commune. Two queries."""
    copies = (
        Announcement.objects.filter(shared_copy__shared=shared)
        .select_related("commune", "shared_copy__shared__community")
        .prefetch_related("quarters")
    )
    return [Copy(each, seen_by(each)) for each in copies.order_by("commune__name")]
