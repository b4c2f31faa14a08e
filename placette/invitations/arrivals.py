"""By which campaign somebody came: remembered in her session until she has signed up, then counted and forgotten."""

from __future__ import annotations

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from placette.people.models import Person

from .models import Campaign

IN_THE_SESSION = "invited_by"


def remember(request: HttpRequest, campaign: Campaign) -> None:
    """The last link counts. With the commune, which her sign-up need not ask for."""
    request.session[IN_THE_SESSION] = [campaign.pk, timezone.now().timestamp()]
    request.session.setdefault("commune", campaign.commune_id)


def count(sender: object, request: HttpRequest, user: Person, **_: object) -> None:
    """Once she is signed in: who had an account before she followed the link has not come by it. Nobody is named."""
    campaign, at = request.session.pop(IN_THE_SESSION, None) or (None, 0)
    if campaign is not None and user.joined_at.timestamp() >= at:
        Campaign.objects.filter(pk=campaign).update(joined=F("joined") + 1)
