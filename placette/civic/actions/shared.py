"""A community's announcement: out in all its communes at once, now or later, reworded and taken back in all at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
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

State = Announcement.State


@transaction.atomic
def publish(
    author: Person,
    community: Community,
    communes: Sequence[Commune],
    *,
    key: object = None,
    now: datetime | None = None,
    publish_at: datetime | None = None,
    **fields: Any,
) -> SharedAnnouncement:
    """Online and told in each of these communes that can be written in, or at `publish_at` by the worker. The same `key`
    and words twice are one.

    `fields`: those of an announcement. Raises Refused where none of the communes is within reach any more, or the moment
    is past.
    """
    now = now or timezone.now()
    words = (f"{name}={value}" for name, value in sorted({**fields, "publish_at": publish_at}.items()))
    sent = keys.of(key, community.pk, *sorted(each.pk for each in communes), *words)
    try:
        with transaction.atomic():
            shared = SharedAnnouncement.objects.create(
                author=author,
                community=community,
                title=fields["title"],
                published_at=publish_at or now,
                key=sent,
            )
    except IntegrityError:
        return SharedAnnouncement.objects.get(author=author, key=sent)
    reached = within_reach(community).filter(pk__in=[each.pk for each in communes])
    copies = [announcements.write(author, each, publish_at=publish_at, **fields) for each in reached]
    if not copies:
        raise Refused(_("Aucune de ces places ne peut publier en ce moment. Votre texte est toujours ici."))
    SharedCopy.objects.bulk_create(SharedCopy(shared=shared, announcement=each) for each in copies)
    for copy in copies:
        if publish_at:
            announcements.schedule(copy.pk, now)
        else:
            announcements.publish(copy.pk, now, by=author)
    _note("planned" if publish_at else "shared", shared, author, communes=len(copies))
    return shared


@transaction.atomic
def change(
    shared_id: int,
    by: Person,
    now: datetime | None = None,
    *,
    publish_at: datetime | None = None,
    **fields: Any,
) -> None:
    """Other words in every commune that has not taken it down, or another moment while it waits for one.

    Raises Refused where it was withdrawn meanwhile.
    """
    shared = _locked(shared_id)
    if shared.withdrawn_at:
        raise Refused(_("Cette annonce vient d’être retirée : elle ne se modifie plus."))
    if publish_at and shared.waits(now or timezone.now()):
        shared.published_at = publish_at
        fields["publish_at"] = publish_at
    shared.title = fields["title"]
    shared.save(update_fields=["title", "published_at"])
    for pk in _pks(_copies(shared).exclude(state=State.WITHDRAWN)):
        announcements.change(pk, by, **fields)
    _note("reworded", shared, by)


@transaction.atomic
def publish_now(shared_id: int, by: Person, now: datetime | None = None) -> None:
    """What waited for its moment is online and told. Of two presses the second finds nothing to do.

    Raises Refused where it was withdrawn meanwhile.
    """
    now = now or timezone.now()
    shared = _locked(shared_id)
    if not shared.waits(now):
        return
    shared.published_at = now
    shared.save(update_fields=["published_at"])
    copies = _pks(_copies(shared).filter(state=State.SCHEDULED, commune__in=within_reach(shared.community)))
    for pk in copies:
        announcements.publish(pk, now, by=by)
    _note("shared", shared, by, communes=len(copies))


@transaction.atomic
def withdraw(shared_id: int, by: Person, now: datetime | None = None) -> bool:
    """Nobody reads it any more, in no commune. What nobody has read yet is gone for good: whether something is left."""
    now = now or timezone.now()
    try:
        shared = _locked(shared_id)
    except Refused:  # a second press
        return False
    if shared.withdrawn_at:
        return True
    online = 0
    for pk in _pks(_copies(shared)):
        if announcements.locked(pk).state == State.SCHEDULED:
            announcements.discard(pk)
        else:
            announcements.withdraw(pk, now, by=by)
            online += 1
    if shared.waits(now) and not online:
        _note("dropped", shared, by)
        shared.delete()
        return False
    shared.withdrawn_at, shared.published_at = now, min(now, shared.published_at)
    shared.save(update_fields=["withdrawn_at", "published_at"])
    _note("unshared", shared, by)
    return True


def _locked(shared_id: int) -> SharedAnnouncement:
    """Before its copies, as who tells of one of them does."""
    found = SharedAnnouncement.objects.select_for_update(no_key=True).filter(pk=shared_id).first()
    if found is None:
        raise Refused(_("Cette annonce vient d’être retirée : elle ne se modifie plus."))
    return found


def _copies(shared: SharedAnnouncement) -> QuerySet[Announcement]:
    return Announcement.objects.filter(shared_copy__shared=shared)


def _pks(copies: QuerySet[Announcement]) -> list[int]:
    """Locked, in one order: what a town hall takes down meanwhile is no longer among them."""
    return [each.pk for each in copies.select_for_update(of=("self",), no_key=True).order_by("pk")]


def _note(what: str, shared: SharedAnnouncement, by: Person, **facts: Any) -> None:
    trail.record(f"announcement.{what}", by, community=shared.community_id, announcement=shared.pk, **facts)
