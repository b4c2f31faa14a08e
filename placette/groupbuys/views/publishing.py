"""A draft is read once more and published; what is published may be given up, with a reason."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from placette.core import limits
from placette.groupbuys import previews, rules
from placette.groupbuys.actions import campaigns as actions
from placette.groupbuys.actions import ending
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.forms.reasons import ReasonForm
from placette.groupbuys.models import GROUP, Campaign
from placette.groupbuys.views.organised import organised_or_404

State = Campaign.State
PUBLISHED_A_DAY = 5
CANCELLED_A_DAY = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview: what each tier means for a neighbour. Sent, it is on the square, open or first asking who would join."""
    campaign = organised_or_404(request, pk)
    if campaign.state not in {State.DRAFT, State.INTEREST}:
        return redirect(campaign)
    if request.method != "POST":
        return _preview(request, campaign)
    asks_first = request.POST.get("first") == "interest"
    if not rules.may_publish(request.standing, campaign):  # type: ignore[attr-defined]
        return _refused(
            request, campaign, _("Votre résidence n’est pas confirmée : confirmez-la, puis publiez."), 403
        )
    if not limits.allow(f"purchase-publish:{request.user.pk}", PUBLISHED_A_DAY, 86_400):
        return _refused(
            request,
            campaign,
            _("Cinq publications par jour, c’est le plus : revenez demain. Votre brouillon est gardé."),
            429,
        )
    try:
        actions.publish(campaign.pk, asks_for_interest=asks_first)
    except Refused as refused:
        return _refused(request, campaign, str(refused), 409)
    if campaign.audience == GROUP and campaign.published_at is None:
        messages.success(request, _("C’est publié, pour votre groupe seul."))
        return redirect("groupbuys:invite", campaign.pk)
    said = (
        _("C’est sur la place : vos voisins peuvent dire s’ils seraient intéressés.")
        if asks_first
        else _("Votre achat groupé est ouvert : vos voisins peuvent participer.")
    )
    messages.success(request, said)
    return redirect(campaign)


def _preview(request: HttpRequest, campaign: Campaign, refusal: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    products = list(campaign.products.all())
    shown = {
        "campaign": campaign,
        "previews": previews.previews(campaign, products),
        "missing": previews.missing(campaign, products, now),
        "refusal": refusal,
        "may_publish": rules.may_publish(request.standing, campaign),  # type: ignore[attr-defined]
    }
    with timezone.override(campaign.zone):
        return render(request, "groupbuys/preview.html", shown, status=status)


def _refused(request: HttpRequest, campaign: Campaign, said: str, status: int) -> HttpResponse:
    return _preview(request, campaign, said, status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """What is published is given up with a reason, which is told; a draft is simply gone."""
    campaign = organised_or_404(request, pk)
    if not rules.may_cancel(request.standing, campaign):  # type: ignore[attr-defined]
        messages.error(request, _("Cet achat groupé est clos : on ne peut plus l’annuler."))
        return redirect(campaign)
    if campaign.state == State.DRAFT:
        return _discard(request, campaign)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _asks_why(request, campaign, form)
    if form.is_valid() and not limits.allow(f"purchase-cancel:{request.user.pk}", CANCELLED_A_DAY, 86_400):
        form.add_error(None, _("Beaucoup d’annulations pour un jour : revenez demain. Rien n’est perdu."))
    if not form.is_valid():
        return _asks_why(request, campaign, form)
    try:
        ending.cancel(campaign.pk, request.user, form.cleaned_data["reason"])  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(campaign)
    messages.success(request, _("C’est annulé : tous les participants reçoivent votre explication."))
    return redirect(campaign)


def _asks_why(request: HttpRequest, campaign: Campaign, form: ReasonForm | None) -> HttpResponse:
    return render(request, "groupbuys/cancel.html", {"campaign": campaign, "form": form})


def _discard(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    if request.method != "POST":
        return _asks_why(request, campaign, None)
    try:
        ending.discard(campaign.pk)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("groupbuys:cancel", campaign.pk)
    messages.success(request, _("Le brouillon est supprimé."))
    return redirect("groupbuys:mine")
