"""What one saved: (reference price − price paid) × quantity really collected, to the cent, never below nothing.

Summed over all that a neighbour has taken in one purchase, so that what cost her more than alone is taken off. A product
without a reference price counts for nothing, and who was ticked with nothing of anything has collected nothing. Summed in the database: a purchase may have 10,000 participants.
"""

from typing import Any

from django.db.models import BigIntegerField, F, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce, Greatest, Round

from placette.groupbuys.models import Campaign, HandedLine, Share
from placette.groupbuys.queries.detail import Detail
from placette.people.models import Person

HANDED = Q(hand_over__undone_at__isnull=True)


def so_far(found: Detail) -> int:
    """Cents that all save together: by what is ordered, and once it is done by what was collected alone, in one query."""
    is_done = found.campaign.state == Campaign.State.DONE
    return of_campaign(found.campaign) if is_done else found.saved_cents


def by_share(campaign: Campaign) -> dict[int, int]:
    """Cents saved, by share that was collected. One query."""
    found = _by_share(HandedLine.objects.filter(line__product__campaign=campaign))
    return dict(found.values_list("hand_over__share", "cents"))


def of_campaign(campaign: Campaign) -> int:
    """Cents that all have saved together. One query."""
    found = _by_share(HandedLine.objects.filter(line__product__campaign=campaign))
    return int(found.aggregate(all=Coalesce(Sum("cents"), 0))["all"])


def of_share(share: Share) -> int:
    """Cents that she has saved in it. One query."""
    return next(
        iter(_by_share(HandedLine.objects.filter(hand_over__share=share)).values_list("cents", flat=True)), 0
    )


def of_person(person: Person) -> list[tuple[Campaign, int]]:
    """Her purchases that are done, newest first, and the cents that she saved in each. Two queries, by index pledge.person."""
    lines = HandedLine.objects.filter(
        line__pledge__person=person, line__pledge__campaign__state=Campaign.State.DONE
    )
    cents = dict(_by_share(lines).values_list("line__pledge__campaign", "cents"))
    campaigns = (
        Campaign.objects.filter(pk__in=cents).select_related("closing").order_by("-closing__at", "-pk")
    )
    return [(campaign, cents[campaign.pk]) for campaign in campaigns]


def _by_share(lines: QuerySet[HandedLine]) -> QuerySet[Any, dict[str, Any]]:
    """PostgreSQL rounds a numeric half away from zero, as pricing.amount does."""
    alone = Coalesce(F("line__product__reference_cents"), F("line__product__final_cents"))
    saved = Round(F("quantity") * alone) - Round(F("quantity") * F("line__product__final_cents"))
    whole = Cast(Sum(saved), BigIntegerField())
    each: Any = lines.filter(HANDED).values("hand_over__share", "line__pledge__campaign").order_by()
    taken = each.annotate(taken=Sum("quantity")).filter(taken__gt=0)
    return taken.annotate(cents=Greatest(whole, 0))  # type: ignore[no-any-return]
