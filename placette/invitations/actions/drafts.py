"""What a campaign is before it begins: a list that was read, is looked at, and read anew where its columns were mistaken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from placette.core.tables import Row
from placette.invitations.lists import Read, Sent
from placette.invitations.models import Campaign, SentList
from placette.invitations.ways import WAYS
from placette.people.models import Person
from placette.places.models import Commune

AT_ONCE = 5_000


@transaction.atomic
def draft(
    kind: str,
    commune: Commune,
    by: Person,
    name: str,
    word: str,
    found: Read[Any],
    given: Sent | None = None,
) -> Campaign:
    """Letters or e-mails, of which nothing is made yet: she looks at them first. `given`: where the list is a file, whose
    columns she may correct.
    """
    campaign = Campaign.objects.create(commune=commune, kind=kind, name=name, word=word, by=by)
    if given is not None:
        rows = [[row.number, row.cells, row.overflows] for row in given.rows]
        SentList.objects.create(campaign=campaign, names=given.names, columns=given.columns, rows=rows)
    _fill(campaign, found)
    return campaign


@transaction.atomic
def correct(campaign_id: int, columns: Mapping[str, int]) -> bool:
    """Reads the list anew with these columns. False where it is no draft any more, or was typed and has none."""
    waiting = Campaign.objects.select_for_update().filter(pk=campaign_id, state=Campaign.State.DRAFT)
    campaign = waiting.first()
    kept = SentList.objects.filter(campaign=campaign).first() if campaign else None
    if campaign is None or kept is None:
        return False
    kept.columns = dict(columns)
    kept.save(update_fields=["columns"])
    rows = [Row(number, tuple(cells), over) for number, cells, over in kept.rows]
    way = WAYS[campaign.kind]
    way.rows.objects.filter(campaign=campaign).delete()
    _fill(campaign, way.read(Sent(kept.names, kept.columns, rows), campaign.commune))
    return True


def _fill(campaign: Campaign, found: Read[Any]) -> None:
    campaign.total, campaign.refused_count = len(found.taken), found.refused_count
    campaign.refused, campaign.unsure = found.refused, found.unsure
    campaign.save(update_fields=["total", "refused_count", "refused", "unsure"])
    way = WAYS[campaign.kind]
    way.rows.objects.bulk_create(
        [way.rows(campaign=campaign, number=n, **way.line(each)) for n, each in enumerate(found.taken, 1)],
        batch_size=AT_ONCE,
    )
