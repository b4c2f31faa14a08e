"""How to pay: to whom, how, by when."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from placette.core import limits
from placette.groupbuys import rules
from placette.groupbuys.actions import payment_terms as actions
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.forms.payments import TermsForm
from placette.groupbuys.models import Campaign
from placette.groupbuys.views.ordering import organisers_only

CHANGES_A_DAY = 20  # each may tell everybody


@require_http_methods(["GET", "HEAD", "POST"])
@organisers_only
def terms(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    if not rules.may_set_terms(request.standing, campaign):
        raise Http404
    kept = getattr(campaign, "payment_terms", None)
    stands = actions.stands(kept)
    form = TermsForm(kept, request.POST if request.method == "POST" else None, stands=stands)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            if limits.allow(f"purchase-terms:{campaign.pk}", CHANGES_A_DAY, 86_400):
                if _set(request, campaign, form):
                    return redirect(
                        "groupbuys:payments" if rules.has_shares(campaign) else "groupbuys:detail",
                        campaign.pk,
                    )
            else:
                form.add_error(None, _("Vingt changements par jour, c’est le plus : revenez demain."))
                status = 429
    context = {"campaign": campaign, "form": form, "stands": stands, "kept": kept}
    return render(request, "groupbuys/payments/terms.html", context, status=status)


def _set(request: HttpRequest, campaign: Campaign, form: TermsForm) -> bool:
    try:
        actions.set_terms(campaign.pk, request.standing.person, form.terms())
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    if rules.has_shares(campaign):
        messages.success(
            request, _("C’est noté : chaque participant est prévenu, avec sa part et sa référence.")
        )
    else:
        messages.success(request, _("C’est noté : vos voisins le liront si l’achat aboutit."))
    return True
