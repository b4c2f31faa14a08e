"""« C’est terminé »: the purchase is counted, once, and everybody told what she saved."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from placette.groupbuys.actions.pledging import locked
from placette.groupbuys.collecting import savings, telling
from placette.groupbuys.models import Campaign, HandOver, Share, Substitute
from placette.impact.actions import Purchase, record_purchases
from placette.people.models import Membership

State = Campaign.State
# All is collected: time to correct a tick before it counts for good.
CORRECTS_WITHIN = timedelta(days=1)


@transaction.atomic
def finish(campaign_id: int, now: datetime | None = None) -> None:
    """Nothing changes any more. A second time finds nothing to do."""
    campaign = locked(campaign_id)
    if campaign.state != State.SUCCEEDED:
        return
    now = now or timezone.now()
    campaign.state, campaign.updated_at = State.DONE, now
    campaign.save(update_fields=["state", "updated_at"])
    saved = savings.by_share(campaign)
    people = _write_to_ledger(campaign, saved, now)
    Substitute.objects.filter(share__pledge__campaign=campaign).delete()  # nobody needs to know any more
    telling.done(campaign, {person: saved[share] for share, person in people.items()})


def due(now: datetime) -> list[int]:
    """Campaigns of which everybody has collected her share since a day ago. One query."""
    ticks = HandOver.objects.filter(share=OuterRef("pk"), undone_at__isnull=True)
    waits = Share.objects.filter(pledge__campaign=OuterRef("pk")).exclude(Exists(ticks))
    handed = Campaign.objects.filter(state=State.SUCCEEDED).exclude(Exists(waits))
    last = handed.annotate(last=Max("pledges__share__hand_overs__noted_at"))
    return list(last.filter(last__lte=now - CORRECTS_WITHIN).order_by("pk").values_list("pk", flat=True))


def _write_to_ledger(campaign: Campaign, saved: dict[int, int], now: datetime) -> dict[int, int]:
    """An entry for each who collected, with a tie to whoever organises. Gives the people, by share."""
    organiser = campaign.organiser_id or campaign.organisers.values_list("person_id", flat=True).first()
    collected = Share.objects.filter(pk__in=saved)
    people = dict(collected.filter(pledge__person__isnull=False).values_list("pk", "pledge__person_id"))
    verified = Membership.objects.filter(person__in=people.values(), verified_at__isnull=False)
    # Ordered so that of several the home is read last, and stands.
    homes = dict(verified.order_by("-purpose").values_list("person_id", "commune_id"))
    entries = []
    for share, cents in sorted(saved.items()):
        person = people.get(share)
        tied = person and organiser and person != organiser
        entries.append(
            Purchase(
                source=f"share:{share}",
                commune=campaign.commune_id,
                other_commune=homes.get(person, campaign.commune_id) if person else campaign.commune_id,
                euros_saved_cents=cents,
                people=(organiser, person) if tied else None,  # type: ignore[arg-type]
            )
        )
    record_purchases(entries, now)
    return people
