"""Campaigns as their pages show them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from placette.impact.queries import brought

from .models import Campaign, Packet

State = Campaign.State


def campaigns(commune_code: str) -> list[Campaign]:
    """The newest first, each with `came`: how many joined by it, at least; None where that may not be shown.

    Two queries, on campaigns_of_a_commune and on the sheets of impact.
    """
    found = Campaign.objects.filter(commune=commune_code).defer("refused", "unsure")
    return _counted(found.order_by("-created_at", "-pk"), brought(commune_code))


def campaign(commune_code: str, pk: int) -> Campaign | None:
    """One of them, with its packets. Three queries."""
    found = Campaign.objects.filter(commune=commune_code, pk=pk).select_related("by")
    ordered = Prefetch("packets", Packet.objects.filter(until__gt=timezone.now()).order_by("first"))
    return next(iter(_counted(found.prefetch_related(ordered), brought(commune_code))), None)


def posters(commune_code: str) -> QuerySet[Campaign]:
    """The newest fifty, to print. One query, on campaigns_of_a_commune."""
    found = Campaign.objects.filter(commune=commune_code, kind=Campaign.Kind.POSTER)
    return found.only("name", "word", "created_at").order_by("-created_at", "-pk")[:50]


def by_arrivals(commune_code: str, shown: Mapping[str, int]) -> list[Campaign]:
    """Those that have invited somebody, who brought most first. `shown`: of impact. One query, on campaigns_of_a_commune."""
    begun = Q(state__in=[State.MAKING, State.READY]) | Q(pk__in=[int(name) for name in shown])
    found = Campaign.objects.filter(begun, commune=commune_code).defer("refused", "unsure")
    counted = _counted(found.order_by("-created_at", "-pk"), shown)
    return sorted(counted, key=lambda each: -(each.came or 0))


def _counted(found: QuerySet[Campaign], shown: Mapping[str, int]) -> list[Campaign]:
    """What may be shown is said in one place, of which pages, dashboard, files and exports read: none tells more than another."""
    campaigns = list(found)
    for each in campaigns:
        each.came = shown.get(str(each.pk))
    return campaigns
