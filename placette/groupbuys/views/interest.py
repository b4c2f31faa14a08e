"""« Qui serait intéressé ? » answered: from the panel of the campaign's page, or on a page of its own."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from placette.core import limits
from placette.groupbuys import rules
from placette.groupbuys.actions import interest as actions
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.forms.interest import InterestForm
from placette.groupbuys.models import Campaign
from placette.groupbuys.queries.interest import interests
from placette.groupbuys.queries.reading import campaign_for
from placette.people.views.guard import neighbours_only

TOLD_AN_HOUR = 60


@neighbours_only
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest, pk: int) -> HttpResponse:
    """So much of each product; what was refused is shown again on a page of its own, with all that was typed."""
    campaign = _asking(request, pk)
    if not rules.may_tell_interest(request.standing, campaign):  # type: ignore[attr-defined]
        messages.info(request, _("Cet achat groupé ne demande plus qui serait intéressé."))
        return redirect(campaign)
    form = InterestForm(request.POST or None, interests=interests(campaign, request.user))  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        if not limits.allow(f"interest:{request.user.pk}", TOLD_AN_HOUR, 3600):
            form.add_error(None, _("Vous changez souvent : rien n’est perdu, réessayez dans une heure."))
        else:
            try:
                actions.tell(campaign.pk, request.user, form.quantities)  # type: ignore[arg-type]
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(
                    request, _("C’est noté, merci ! Vous recevrez un avis dès qu’il y a un prix.")
                )
                return redirect(campaign)
    context = {"campaign": campaign, "form": form, "interests": form.interests}
    return render(request, "groupbuys/interest.html", context, status=422 if form.is_bound else 200)


@neighbours_only
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = _asking(request, pk)
    try:
        actions.take_back(campaign.pk, request.user)  # type: ignore[arg-type]
        messages.success(
            request, _("C’est retiré. Vous pourrez toujours participer quand il y aura un prix.")
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(campaign)


def _asking(request: HttpRequest, pk: int) -> Campaign:
    campaign = campaign_for(request.standing, pk)  # type: ignore[attr-defined]
    if campaign is None:
        raise Http404
    return campaign
