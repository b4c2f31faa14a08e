"""The doors of what comes after success: organisers alone, on the clocks of the campaign's commune."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from placette.groupbuys import rules
from placette.groupbuys.models import Campaign

type View = Callable[..., HttpResponse]


def organisers_only(view: View) -> View:
    """Gives the view its campaign, with organisers, supplier, closing and terms of payment; 404 to everybody else."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **kwargs: object) -> HttpResponse:
        campaign = found(pk)
        if campaign is None or not rules.organises(request.standing, campaign):
            raise Http404
        with timezone.override(campaign.zone):
            return view(request, campaign, **kwargs)

    return guarded


def after_success(view: View) -> View:
    """The same once there is something to order; before that its organisers are led back to the campaign."""

    @organisers_only
    @wraps(view)
    def guarded(request: HttpRequest, campaign: Campaign, **kwargs: object) -> HttpResponse:
        if not rules.may_order(request.standing, campaign):
            messages.info(
                request, _("La commande et les paiements viennent après la clôture, si l’achat aboutit.")
            )
            return redirect(campaign)
        return view(request, campaign, **kwargs)

    return guarded


def found(pk: int) -> Campaign | None:
    """Two queries."""
    campaigns = Campaign.objects.select_related("supplier", "closing", "payment_terms")
    return campaigns.prefetch_related("organisers").filter(pk=pk).first()
