"""What a campaign is before it begins: a list that was read, is looked at, and read anew where its columns were mistaken."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from placette.core.tables import Row
from placette.invitations import addressees, households
from placette.invitations.addressees import Addressees
from placette.invitations.lists import Read, Sent
from placette.invitations.models import Campaign, Invited, Letter, SentList
from placette.people.models import Person
from placette.places.models import Commune

AT_ONCE = 5_000
COLUMNS = {Campaign.Kind.LETTERS: households.COLUMNS, Campaign.Kind.EMAILS: addressees.COLUMNS}


@transaction.atomic
def draft_letters(
    commune: Commune, by: Person, name: str, word: str, found: Read, given: Sent | None = None
) -> Campaign:
    """Nothing is made yet: she looks at it first. `given`: where the list is a file, whose columns she may correct."""
    campaign = _draft(Campaign.Kind.LETTERS, commune, by, name, word, given)
    _fill(campaign, found, len(found.addresses))
    _write_letters(campaign, found)
    return campaign


@transaction.atomic
def draft_mails(
    commune: Commune, by: Person, name: str, word: str, found: Addressees, given: Sent | None = None
) -> Campaign:
    """Nothing leaves yet."""
    campaign = _draft(Campaign.Kind.EMAILS, commune, by, name, word, given)
    _fill(campaign, found, len(found.people))
    _write_invited(campaign, found)
    return campaign


@transaction.atomic
def correct(campaign_id: int, columns: Mapping[str, int]) -> bool:
    """Reads the list anew with these columns. False where it is no draft any more, or was typed and has none."""
    draft = Campaign.objects.select_for_update().filter(pk=campaign_id, state=Campaign.State.DRAFT)
    campaign = draft.first()
    kept = SentList.objects.filter(campaign=campaign).first() if campaign else None
    if campaign is None or kept is None:
        return False
    kept.columns = dict(columns)
    kept.save(update_fields=["columns"])
    given = Sent(
        kept.names, kept.columns, [Row(number, tuple(cells), over) for number, cells, over in kept.rows]
    )
    if campaign.kind == Campaign.Kind.LETTERS:
        campaign.letters.all().delete()
        found = households.read(given, campaign.commune)
        _fill(campaign, found, len(found.addresses))
        _write_letters(campaign, found)
    else:
        campaign.invited.all().delete()
        people = addressees.read(given)
        _fill(campaign, people, len(people.people))
        _write_invited(campaign, people)
    return True


def _draft(kind: str, commune: Commune, by: Person, name: str, word: str, given: Sent | None) -> Campaign:
    campaign = Campaign.objects.create(commune=commune, kind=kind, name=name, word=word, by=by)
    if given is not None:
        rows = [[row.number, row.cells, row.overflows] for row in given.rows]
        SentList.objects.create(campaign=campaign, names=given.names, columns=given.columns, rows=rows)
    return campaign


def _fill(campaign: Campaign, found: Read, total: int) -> None:
    campaign.total, campaign.refused_count = total, found.refused_count
    campaign.refused, campaign.unsure = found.refused, found.unsure
    campaign.save(update_fields=["total", "refused_count", "refused", "unsure"])


def _write_letters(campaign: Campaign, found: Read) -> None:
    Letter.objects.bulk_create(
        [Letter(campaign=campaign, number=n, lines=lines) for n, lines in enumerate(found.addresses, 1)],
        batch_size=AT_ONCE,
    )


def _write_invited(campaign: Campaign, found: Addressees) -> None:
    Invited.objects.bulk_create(
        [
            Invited(campaign=campaign, number=n, email=e, name=who)
            for n, (e, who) in enumerate(found.people, 1)
        ],
        batch_size=AT_ONCE,
    )
