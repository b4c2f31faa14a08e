"""Organising together: who does, the link that asks somebody, joining and leaving."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from placette.core import limits
from placette.groupbuys import invitations, rules
from placette.groupbuys.actions import organising
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.models import Campaign
from placette.groupbuys.views.organised import organised_or_404
from placette.people.views.guard import neighbours_only

JOINED_A_DAY = 30


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who organises, and the link; sent, whoever asks organises no longer."""
    campaign = organised_or_404(request, pk)
    if request.method == "POST":
        return _leave(request, campaign)
    going = rules.is_going(campaign)
    shown = {
        "campaign": campaign,
        "organisers": list(campaign.organisers.all()),
        "invite_url": invitations.address_of(campaign) if going else "",
    }
    return render(request, "groupbuys/organisers.html", shown)


def _leave(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    try:
        organising.leave(campaign.pk, request.user)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("groupbuys:organisers", campaign.pk)
    messages.success(request, _("Vous n’organisez plus « %(title)s ».") % {"title": campaign.title})
    return redirect("groupbuys:mine")


@neighbours_only
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """What the link leads to: who asks for help with what, and a button that accepts."""
    standing = request.standing  # type: ignore[attr-defined]
    campaign = invitations.campaign_of(token)
    if campaign and rules.organises(standing, campaign):
        return redirect("groupbuys:organisers", campaign.pk)
    if campaign is None or not rules.may_join_organisers(standing, campaign):
        return render(request, "groupbuys/join_organisers.html", {"campaign": None}, status=404)
    if request.method == "POST":
        if limits.allow(f"purchase-join:{request.user.pk}", JOINED_A_DAY, 86_400):
            return _joined(request, campaign)
        messages.error(request, _("Beaucoup d’essais pour un jour : revenez demain, le lien reste bon."))
    shown = {"campaign": campaign, "names": [each.person.display_name for each in campaign.organisers.all()]}
    return render(request, "groupbuys/join_organisers.html", shown)


def _joined(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    try:
        organising.join(campaign.pk, request.user, invitations.moment(campaign))  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("groupbuys:square")
    messages.success(request, _("Vous organisez maintenant « %(title)s ».") % {"title": campaign.title})
    return redirect("groupbuys:organisers", campaign.pk)
