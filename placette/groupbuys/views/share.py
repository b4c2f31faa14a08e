"""« Votre part »: what one owes, to whom, by when, and the code of the transfer."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from placette.groupbuys import shares
from placette.groupbuys.queries import payments
from placette.groupbuys.views.ordering import found
from placette.notices.actions import see


@require_safe
@login_required
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Hers alone; 404 where she takes no part."""
    campaign = found(pk)
    balance = campaign and payments.of_person(campaign, request.standing.person)
    if campaign is None or balance is None:
        raise Http404
    see(request.standing.person, url=request.path)
    with timezone.override(campaign.zone):
        context = {"campaign": campaign, **shares.shown(campaign, balance)}
        return render(request, "groupbuys/payments/share.html", context)
