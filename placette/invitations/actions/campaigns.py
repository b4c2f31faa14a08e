"""The life of a campaign: begun, made by the worker, given up, forgotten; drafts.py has what is before."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.core import live
from placette.invitations.models import Campaign, Packet, SentList
from placette.people.models import ActivationCode, Person
from placette.places.models import Commune
from placette.trust import trail

State = Campaign.State
DRAFT_LIFE = timedelta(days=2)
A_DAY = {Campaign.Kind.LETTERS: 40_000, Campaign.Kind.EMAILS: 5_000}  # of one town hall


class Refusal(Exception):
    """Why it cannot be now, in words for the person."""


@transaction.atomic
def put_up(commune: Commune, by: Person, name: str, word: str) -> Campaign:
    """A poster is there at once: its paper is drawn whenever it is wanted."""
    campaign = Campaign.objects.create(
        commune=commune, kind=Campaign.Kind.POSTER, name=name, word=word, by=by, state=State.READY,
        ended_at=timezone.now(),
    )  # fmt: skip
    trail.record("invitations.poster", by, commune=commune)
    return campaign


@transaction.atomic
def begin(campaign_id: int, by: Person) -> bool:
    """The worker starts. False where it has begun already, was given up, or there is nobody to invite.

    Raises Refusal for more than a town hall may send in a day.
    """
    from placette.invitations import tasks

    campaign = _locked(campaign_id)
    if campaign is None or campaign.state != State.DRAFT or not campaign.total:
        return False
    _check_the_day(campaign)
    campaign.state, campaign.refused, campaign.unsure = State.MAKING, [], []
    campaign.begun_at = timezone.now()
    campaign.save(update_fields=["state", "refused", "unsure", "begun_at"])
    SentList.objects.filter(campaign=campaign).delete()
    trail.record(
        "invitations.begun", by, commune=campaign.commune_id, kind=campaign.kind, count=campaign.total
    )
    tasks.begin(campaign)
    return True


@transaction.atomic
def cancel(campaign_id: int, by: Person) -> bool:
    """A draft goes altogether; of what is being made no code opens any more. What is ready may be on its way: too late."""
    campaign = _locked(campaign_id)
    if campaign is None or campaign.state not in {State.DRAFT, State.MAKING}:
        return False
    if campaign.state == State.DRAFT:
        campaign.delete()
        return True
    give_up(campaign, by)
    return True


def give_up(campaign: Campaign, by: Person | None) -> None:
    """Of a campaign that is being made and that the caller has locked. `by`: None where the worker could not make it."""
    ActivationCode.objects.filter(letter__campaign=campaign, used_at=None).delete()
    campaign.letters.all().delete()
    campaign.invited.filter(sent_at=None).delete()
    forget_packets(Packet.objects.filter(campaign=campaign))
    end(campaign, State.CANCELLED)
    trail.record("invitations.cancelled", by, commune=campaign.commune_id, kind=campaign.kind)


def end(campaign: Campaign, state: str) -> None:
    """Of a campaign that the caller has locked."""
    campaign.state, campaign.ended_at = state, timezone.now()
    campaign.save(update_fields=["state", "ended_at", "done"])
    tell(campaign)


def topic(campaign_id: int) -> str:
    return f"invitations:{campaign_id}"


def tell(campaign: Campaign) -> None:
    """To the open pages that follow it."""
    facts = {"done": campaign.done, "total": campaign.total, "state": campaign.state}
    live.announce(topic(campaign.pk), "progress", facts)


def forget_packets(packets: QuerySet[Packet]) -> int:
    """Files first: a row without its file is tried again, a file without its row would stay for ever."""
    found = list(packets)
    for packet in found:
        default_storage.delete(packet.file)
    Packet.objects.filter(pk__in=[packet.pk for packet in found]).delete()
    return len(found)


def forget_old() -> int:
    """Drafts after two days, letters' files after their week. How many."""
    now = timezone.now()
    drafts, _models = Campaign.objects.filter(state=State.DRAFT, created_at__lt=now - DRAFT_LIFE).delete()
    return drafts + forget_packets(Packet.objects.filter(until__lt=now))


def _check_the_day(campaign: Campaign) -> None:
    """Under the commune's row: two campaigns begun at once are both counted."""
    Commune.objects.select_for_update(no_key=True).get(pk=campaign.commune_id)
    begun = Campaign.objects.filter(
        commune=campaign.commune_id, kind=campaign.kind, begun_at__gt=timezone.now() - timedelta(days=1)
    )
    sent = begun.aggregate(total=Sum("total"))["total"] or 0
    most = A_DAY[Campaign.Kind(campaign.kind)]
    if sent + campaign.total > most:
        raise Refusal(
            _("%(most)d par jour au plus : lancez cette campagne demain, votre liste reste ici deux jours.")
            % {"most": most}
        )


def _locked(campaign_id: int) -> Campaign | None:
    return Campaign.objects.select_for_update().filter(pk=campaign_id).first()
