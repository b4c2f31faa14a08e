"""A community's announcement: out in all its communes at once, taken back from all at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.civic.actions import announcements
from placette.civic.actions.refusals import Refused
from placette.civic.models import Announcement, SharedAnnouncement, SharedCopy
from placette.civic.queries.shared import within_reach
from placette.core import keys
from placette.people.models import Person
from placette.places.models import Commune, Community
from placette.trust import trail


@transaction.atomic
def publish(
    author: Person,
    community: Community,
    communes: Sequence[Commune],
    *,
    key: object = None,
    now: datetime | None = None,
    **fields: Any,
) -> SharedAnnouncement:
    """Online and told in each of these communes that can be written in. The same `key` and words twice are one.

    `fields`: those of an announcement. Raises Refused where none of the communes is within reach any more.
    """
    now = now or timezone.now()
    words = (f"{name}={value}" for name, value in sorted(fields.items()))
    sent = keys.of(key, community.pk, *sorted(each.pk for each in communes), *words)
    try:
        with transaction.atomic():
            shared = SharedAnnouncement.objects.create(
                author=author, community=community, title=fields["title"], published_at=now, key=sent
            )
    except IntegrityError:
        return SharedAnnouncement.objects.get(author=author, key=sent)
    reached = within_reach(community).filter(pk__in=[each.pk for each in communes])
    copies = [announcements.write(author, each, **fields) for each in reached]
    if not copies:
        raise Refused(_("Aucune de ces places ne peut publier en ce moment. Votre texte est toujours ici."))
    SharedCopy.objects.bulk_create(SharedCopy(shared=shared, announcement=each) for each in copies)
    for copy in copies:
        announcements.publish(copy.pk, now, by=author)
    trail.record(
        "announcement.shared", author, community=community, announcement=shared.pk, communes=len(copies)
    )
    return shared


@transaction.atomic
def withdraw(shared_id: int, by: Person, now: datetime | None = None) -> None:
    """Nobody reads it any more, in no commune."""
    now = now or timezone.now()
    shared = SharedAnnouncement.objects.select_for_update(no_key=True).get(pk=shared_id)
    if shared.withdrawn_at:
        return
    shared.withdrawn_at = now
    shared.save(update_fields=["withdrawn_at"])
    online = Announcement.objects.filter(shared_copy__shared=shared, state=Announcement.State.PUBLISHED)
    for pk in online.order_by("pk").values_list("pk", flat=True):
        announcements.withdraw(pk, now, by=by)
    trail.record("announcement.unshared", by, community=shared.community_id, announcement=shared.pk)
