"""A grouped purchase is begun from a template, and changed while it stands."""

import uuid
from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from placette.core import limits
from placette.groupbuys import rules
from placette.groupbuys.actions import campaigns as actions
from placette.groupbuys.actions import suppliers
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.forms.campaigns import held_of, offered_by
from placette.groupbuys.forms.products import filled, sampled
from placette.groupbuys.forms.purchases import PurchaseForm, grown, without_faults
from placette.groupbuys.models import Campaign
from placette.groupbuys.templates import TEMPLATES, UNITS
from placette.groupbuys.views.organised import organised_or_404
from placette.people.views.guard import neighbours_only
from placette.places.clock import zone_of

DRAFTS_A_DAY = 30
CHANGES_A_DAY = 100
USUALLY_OPEN = timedelta(days=14)
USUAL_HOUR = 20


@neighbours_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """First the templates with a drawing each, then the form filled in by one of them; saved it is a draft."""
    standing = request.standing  # type: ignore[attr-defined]
    membership = standing.first_verified
    with timezone.override(zone_of(membership.commune_id)):
        if request.method != "POST":
            template = TEMPLATES.get(request.GET.get("modele", ""))
            if template is None:
                return render(request, "groupbuys/templates.html", {"templates": TEMPLATES.values()})
            initial = offered_by(template, _usual_deadline()) | {"key": uuid.uuid4()}
            return _form(request, PurchaseForm(initial=initial, products=sampled(template.products)))
        if "more" in request.POST:
            return _form(request, without_faults(PurchaseForm(grown(request.POST))), grows=True)
        form = PurchaseForm(request.POST)
        if form.is_valid() and not limits.allow(f"purchase:{request.user.pk}", DRAFTS_A_DAY, 86_400):
            form.refuse(
                None, _("Trente brouillons par jour, c’est déjà beaucoup : revenez demain. Rien n’est perdu.")
            )
        if not form.is_valid():
            return _form(request, form)
        campaign = actions.start(
            request.user,  # type: ignore[arg-type]
            membership,
            form.offered or (),
            key=form.words.cleaned_data["key"],
            supplier_said=form.words.supplier(),
            **form.fields_of_campaign,
        )
    messages.success(request, _("Votre brouillon est gardé. Relisez-le, puis publiez-le."))
    return redirect("groupbuys:publish", campaign.pk)


def _form(
    request: HttpRequest,
    form: PurchaseForm,
    campaign: Campaign | None = None,
    *,
    grows: bool = False,
    status: int = 200,
) -> HttpResponse:
    """`grows`: a product was just added, where one goes on typing."""
    shown = {"form": form, "campaign": campaign, "units": UNITS, "grows": grows}
    return render(request, "groupbuys/form.html", shown, status=status)


def _usual_deadline() -> datetime:
    day = timezone.localdate() + USUALLY_OPEN
    return datetime(day.year, day.month, day.day, USUAL_HOUR, tzinfo=timezone.get_current_timezone())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it until somebody counts on it; its words later."""
    standing = request.standing  # type: ignore[attr-defined]
    campaign = organised_or_404(request, pk)
    if not rules.may_edit(standing, campaign):
        messages.error(request, _("Cet achat groupé est clos : on ne le modifie plus."))
        return redirect(campaign)
    priced = rules.may_set_prices(standing, campaign)
    with timezone.override(campaign.zone):
        if request.method != "POST":
            held = PurchaseForm(
                campaign=campaign,
                priced=priced,
                initial=held_of(campaign),
                products=filled(campaign.products.all()),
            )
            return _form(request, held, campaign)
        # Whoever typed products while a neighbour joined finds them still there, with what to do.
        priced = priced or "products-TOTAL_FORMS" in request.POST
        if "more" in request.POST:
            grown_form = PurchaseForm(grown(request.POST), campaign=campaign, priced=priced)
            return _form(request, without_faults(grown_form), campaign, grows=True)
        form = PurchaseForm(request.POST, campaign=campaign, priced=priced)
        if form.is_valid() and not limits.allow(f"purchase-edit:{request.user.pk}", CHANGES_A_DAY, 86_400):
            form.refuse(
                None, _("Beaucoup de modifications pour un jour : attendez un peu. Rien n’est perdu.")
            )
        if not form.is_valid():
            return _form(request, form, campaign)
        try:
            with transaction.atomic():
                fields = form.fields_of_campaign
                if form.words.names_supplier:
                    said = form.words.supplier()
                    fields["supplier"] = suppliers.known(request.user, said, campaign.supplier)  # type: ignore[arg-type]
                actions.change(campaign.pk, form.offered, **fields)
        except Refused as refused:
            form.refuse(None, str(refused))
            return _form(request, form, campaign, status=409)
    messages.success(request, _("C’est enregistré."))
    if campaign.state == Campaign.State.OPEN:
        return redirect(campaign)
    return redirect("groupbuys:publish", campaign.pk)
