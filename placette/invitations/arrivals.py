"""By which campaign somebody came: remembered in her session until she has signed up, then counted and forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.http import HttpRequest
from django.utils import timezone

from placette.impact.brought import Brought
from placette.people.actions.trust import CODE_LIFE
from placette.people.models import ActivationCode, Person

from .models import Campaign

IN_THE_SESSION = "invited_by"
LETTERS = Campaign.Kind.LETTERS


def remember(request: HttpRequest, campaign: Campaign) -> None:
    """The last link counts. With the commune, which her sign-up need not ask for."""
    request.session[IN_THE_SESSION] = [campaign.pk, timezone.now().timestamp()]
    request.session.setdefault("commune", campaign.commune_id)


def count(sender: object, request: HttpRequest, user: Person, **_: object) -> None:
    """Once she is signed in: who had an account before she followed the link has not come by it. Nobody is named."""
    campaign, at = request.session.pop(IN_THE_SESSION, None) or (None, 0)
    if campaign is not None and user.joined_at.timestamp() >= at:
        Campaign.objects.filter(pk=campaign).update(joined=F("joined") + 1)


def settle() -> int:
    """In the night: how many have come by each campaign, which is what will be shown until the next. How many were read.

    Used codes of letters, as long as one of them can still be used; a count never falls.
    """
    links = Campaign.objects.exclude(kind=LETTERS).exclude(counted=F("joined"))
    used = ActivationCode.objects.filter(letter__campaign=OuterRef("pk"), used_at__isnull=False)
    by_campaign = used.order_by().values("letter__campaign").annotate(n=Count("pk")).values("n")
    since = (
        timezone.now() - CODE_LIFE - timedelta(days=30)
    )  # the last letter of a campaign is made some days after it began
    letters = Campaign.objects.filter(kind=LETTERS, begun_at__gt=since)
    return links.update(counted=F("joined")) + letters.update(
        counted=Greatest("counted", Coalesce(Subquery(by_campaign), 0))
    )


def brought(communes: Collection[str]) -> dict[str, list[Brought]]:
    """For the figures (impact.brought). One query, on campaigns_of_a_commune. Of a list the rest stays five or more: « 5 of
    5 » would name the households.
    """
    found: dict[str, list[Brought]] = defaultdict(list)
    counted = Campaign.objects.filter(commune__in=list(communes), counted__gt=0)
    for code, pk, kind, count, total in counted.values_list("commune", "pk", "kind", "counted", "total"):
        found[code].append(Brought(str(pk), count, None if kind == Campaign.Kind.POSTER else total))
    return found
