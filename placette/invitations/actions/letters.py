"""Letters with their codes, a packet at a time. A code is in plain text in its letter alone."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from placette.invitations import sealed
from placette.invitations.models import Campaign, Letter, Packet
from placette.invitations.papers import letters as papers
from placette.notices.actions import notify
from placette.people.actions import trust

from .campaigns import end, tell

PACKET = 500  # pages: what a printer holds; two megabytes
KEPT = timedelta(days=7)
# Two lists of numbers: Django's own bulk_update takes a sixth of the whole time to write the same.
GIVE = """
UPDATE invitations_letter SET code_id = given.code, lines = ''
FROM unnest(%s::bigint[], %s::bigint[]) AS given (letter, code) WHERE invitations_letter.id = given.letter
"""


def make_packet(campaign_id: int) -> bool:
    """Makes the next packet; is there another to make? Doing it twice at once makes each letter once.

    The pages are drawn before anything is locked: whoever gives up meanwhile does not wait for them.
    """
    campaign = (
        Campaign.objects.select_related("commune__space", "by")
        .filter(pk=campaign_id, state=Campaign.State.MAKING)
        .first()
    )
    waiting = list(_waiting(campaign_id)[:PACKET]) if campaign else []
    if campaign is None or not waiting:
        return False
    made = [(trust.new_code(), letter.lines) for letter in waiting]
    name = f"letters/{campaign.mark}-{waiting[0].number}"
    pages = papers.letters(campaign, made)
    return _keep(campaign, waiting, made, name, pages)


@transaction.atomic
def _keep(
    campaign: Campaign, waiting: list[Letter], made: list[tuple[str, str]], name: str, pages: bytes
) -> bool:
    """Codes, letters and file, or none of them."""
    now = Campaign.objects.select_for_update().filter(pk=campaign.pk, state=Campaign.State.MAKING).first()
    if now is None or not _waiting(campaign.pk).filter(pk=waiting[0].pk).exists():
        return False
    codes = trust.keep_codes(campaign.commune, made, campaign.by)
    with connection.cursor() as cursor:
        cursor.execute(GIVE, [[each.pk for each in waiting], [each.pk for each in codes]])
    file = sealed.store(name, pages)
    try:
        with transaction.atomic():
            Packet.objects.create(
                campaign=now,
                first=waiting[0].number,
                last=waiting[-1].number,
                file=file,
                until=timezone.now() + KEPT,
            )
            now.done += len(waiting)
            if now.done < now.total:
                now.save(update_fields=["done"])
                tell(now)
                return True
            end(now, Campaign.State.READY)
            _tell_who_asked(now)
            return False
    except BaseException:
        default_storage.delete(file)
        raise


def _waiting(campaign_id: int) -> QuerySet[Letter]:
    return Letter.objects.filter(campaign=campaign_id, code=None).order_by("number")


def _tell_who_asked(campaign: Campaign) -> None:
    if campaign.by_id:
        page = reverse("invitations:campaign", args=[campaign.pk], query={"commune": campaign.commune_id})
        notify(
            [campaign.by_id],
            "letters_ready",
            page,
            f"letters:{campaign.pk}",
            name=campaign.name,
            count=campaign.total,
        )
