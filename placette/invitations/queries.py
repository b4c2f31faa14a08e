"""Campaigns as their pages show them."""

from __future__ import annotations

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone

from placette.impact.suppression import floored
from placette.people.models import ActivationCode

from .models import Campaign, Packet


def campaigns(commune_code: str) -> list[Campaign]:
    """The newest first, each with `came`: how many joined by it, at least; None where they are fewer than five.

    Two queries, on campaigns_of_a_commune and on the commune's codes.
    """
    found = Campaign.objects.filter(commune=commune_code).defer("refused", "unsure")
    return _counted(commune_code, found.order_by("-created_at", "-pk"))


def campaign(commune_code: str, pk: int) -> Campaign | None:
    """One of them, with its packets. Three queries."""
    found = Campaign.objects.filter(commune=commune_code, pk=pk).select_related("by")
    ordered = Prefetch("packets", Packet.objects.filter(until__gt=timezone.now()).order_by("first"))
    return next(iter(_counted(commune_code, found.prefetch_related(ordered))), None)


def _counted(commune_code: str, found: QuerySet[Campaign]) -> list[Campaign]:
    """One letter would tell whether its household came: rounded down to five, as every count of people is shown."""
    campaigns = list(found)
    used = dict(
        ActivationCode.objects.filter(commune=commune_code, used_at__isnull=False, letter__isnull=False)
        .values_list("letter__campaign")
        .annotate(Count("pk"))
    )
    for each in campaigns:
        count = used.get(each.pk, 0) if each.kind == Campaign.Kind.LETTERS else each.joined
        # Of a list the rest stays five or more: « 5 of 5 » would name the households.
        each.came = floored(count, count, None if each.kind == Campaign.Kind.POSTER else each.total)
    return campaigns
