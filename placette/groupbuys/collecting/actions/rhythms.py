"""« Chaque semaine », « chaque mois »: the next draft is made by itself, and published by nobody but its organiser."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from placette.groupbuys.actions.campaigns import run_again
from placette.groupbuys.actions.pledging import locked
from placette.groupbuys.collecting import periods, telling
from placette.groupbuys.models import Campaign, Organiser, Rerun, Rhythm
from placette.people.models import Membership, Person


@transaction.atomic
def keep(campaign_id: int, by: Person, every: str, now: datetime | None = None) -> Rhythm:
    """Another rhythm takes the place of the one before."""
    campaign = locked(campaign_id)
    next_on = periods.next_after(_first(campaign), every, _today(campaign, now or timezone.now()))
    chosen = {"every": every, "next_on": next_on, "by": by}
    return Rhythm.objects.update_or_create(campaign=campaign, defaults=chosen, create_defaults=chosen)[0]


def stop(campaign_id: int) -> None:
    Rhythm.objects.filter(campaign=campaign_id).delete()


def due(now: datetime) -> list[int]:
    """Rhythms whose day has come where they are; east of here it comes first. Index of next_on."""
    near = Rhythm.objects.filter(next_on__lte=timezone.localdate(now) + periods.WEEK / 7)
    rhythms = near.select_related("campaign").order_by("pk")
    return [each.pk for each in rhythms if each.next_on <= _today(each.campaign, now)]


@transaction.atomic
def make_draft(rhythm_id: int, now: datetime) -> Campaign | None:
    """The draft of the period that has come: one, also where a worker was away for several, or two run at once.

    Who no longer organises it, or is no verified neighbour any more, gets none, and the rhythm ends.
    """
    rhythm = (
        Rhythm.objects.select_for_update(of=("self",))
        .select_related("campaign", "by")
        .filter(pk=rhythm_id)
        .first()
    )
    if rhythm is None:
        return None
    campaign, today = rhythm.campaign, _today(rhythm.campaign, now)
    if rhythm.next_on > today:
        return None
    membership = Membership.objects.select_related("commune", "quarter").filter(
        person=rhythm.by, verified_at__isnull=False, person__is_active=True
    ).order_by("purpose").first()  # fmt: skip
    organises = Organiser.objects.filter(campaign=campaign, person=rhythm.by).exists()
    if membership is None or not organises:
        rhythm.delete()
        return None
    period = periods.last_by(_first(campaign), rhythm.every, today)
    rhythm.next_on = periods.next_after(_first(campaign), rhythm.every, today)
    rhythm.save(update_fields=["next_on"])
    if not Rerun.objects.get_or_create(campaign=campaign, period=period)[1]:
        return None
    draft = run_again(campaign, rhythm.by, membership)
    telling.again(rhythm, draft, period.isoformat())
    return draft


def _first(campaign: Campaign) -> date:
    return timezone.localdate(campaign.published_at or campaign.created_at, campaign.zone)


def _today(campaign: Campaign, now: datetime) -> date:
    return timezone.localdate(now, campaign.zone)
