"""A commune that has become part of another: what was kept for it goes along (docs/decisions/0008)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef

from . import events, tasks
from .models import Commune, FormerCommune, Quarter, Space, Waiting


@transaction.atomic
def merge(gone: Commune, current: Commune) -> None:
    """Moves quarters, space and those who wait; then every room moves its own. Doing it twice changes nothing."""
    for lock in events.merging:
        lock(gone.code, current.code)
    FormerCommune.objects.filter(current=gone).update(current=current)
    _move_quarters(gone, current)
    _move_space(gone, current)
    _move_waiting(gone, current)
    for move in events.merged:
        move(gone.code, current.code)


def _move_quarters(gone: Commune, current: Commune) -> None:
    """« Le Bourg » of both stays two: the second says whose it was."""
    taken = set(current.quarters.values_list("slug", flat=True))
    for quarter in Quarter.objects.filter(commune=gone):
        if quarter.slug in taken:
            quarter.name = f"{quarter.name} ({gone.name})"[:80]
            quarter.slug = f"{quarter.slug[:74]}-{gone.code.lower()}"
        quarter.commune = current
        quarter.save(update_fields=["commune", "name", "slug"])


def _move_space(gone: Commune, current: Commune) -> None:
    """A new commune takes over what its communes had signed (CGCT, article L. 2113-5): of two spaces the one under
    contract stays, or else the one that lasts longer.
    """
    theirs = Space.objects.select_for_update().filter(commune=gone, closed_at=None).first()
    there = Space.objects.select_for_update().filter(commune=current, closed_at=None).first()
    if theirs and (there is None or _worth(theirs) > _worth(there)):
        Space.objects.filter(commune=current).delete()
        theirs.commune = current
        theirs.save(force_insert=True)
        if there is None:
            tasks.tell_opening.defer(commune=current.code)
    Space.objects.filter(commune=gone).delete()


def _worth(space: Space) -> tuple[bool, bool, date]:
    return space.state == Space.State.CONTRACT, not space.is_read_only, space.ends_on or date.min


def _move_waiting(gone: Commune, current: Commune) -> None:
    """Who waits in both is counted once, and as confirmed where either is."""
    theirs, there = Waiting.objects.filter(commune=gone), Waiting.objects.filter(commune=current)
    confirmed = theirs.filter(email__iexact=OuterRef("email"), confirmed_at__isnull=False)
    there.exclude(email="").filter(Exists(confirmed), confirmed_at=None).delete()
    theirs.exclude(email="").filter(Exists(there.filter(email__iexact=OuterRef("email")))).delete()
    if theirs.update(commune=current):
        tasks.tell_opening.defer(commune=current.code)  # tells nobody where no space is open
