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

from .campaigns import end, give_up, tell

PACKET = 500  # pages: what a printer holds; two megabytes
KEPT = timedelta(days=7)
TRIED_AGAIN = timedelta(hours=4)  # since it began: the eight tries of a job last three
STUCK = timedelta(days=7)  # since it began: then its addresses go, for it may never be made
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
            # From now on she can fetch them, and those of its first day as long as those of its last.
            now.packets.update(until=timezone.now() + KEPT)
            end(now, Campaign.State.READY)
            _tell_who_asked(now, "letters_ready")
            return False
    except BaseException:
        default_storage.delete(file)
        raise


def to_try_again() -> list[int]:
    """Campaigns whose job was given up: a disk that was full for a night, a worker that was killed while it printed."""
    now = timezone.now()
    return list(
        _making()
        .filter(begun_at__lt=now - TRIED_AGAIN, begun_at__gte=now - STUCK)
        .values_list("pk", flat=True)
    )


def end_stuck() -> int:
    """What could not be made in a week is given up, and who asked is told: its addresses would stay for ever. How many."""
    stuck = _making().filter(begun_at__lt=timezone.now() - STUCK)
    return sum(map(_end_stuck, stuck.values_list("pk", flat=True)))


@transaction.atomic
def _end_stuck(campaign_id: int) -> bool:
    campaign = _making().select_for_update().filter(pk=campaign_id).first()
    if campaign is None:
        return False
    give_up(campaign, None)
    _tell_who_asked(campaign, "letters_given_up")
    return True


def _making() -> QuerySet[Campaign]:
    return Campaign.objects.filter(kind=Campaign.Kind.LETTERS, state=Campaign.State.MAKING)


def _waiting(campaign_id: int) -> QuerySet[Letter]:
    return Letter.objects.filter(campaign=campaign_id, code=None).order_by("number")


def _tell_who_asked(campaign: Campaign, kind: str) -> None:
    if campaign.by_id:
        page = reverse("invitations:campaign", args=[campaign.pk], query={"commune": campaign.commune_id})
        notify(
            [campaign.by_id],
            kind,
            page,
            f"letters:{campaign.pk}",
            name=campaign.name,
            count=campaign.total,
        )
