"""The operator's pages: all communes, requests to open, prices, signatures, suspensions. 404 for everybody else."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.core.text import one_line
from placette.places.models import Commune, Space

from . import life, pricing
from . import operator_queries as queries
from .actions import contracts
from .actions import opening as actions
from .guards import operators_only
from .models import Contract, Grid, Opening
from .space_forms import GridForm, ReasonForm
from .space_views import TONES, lines


@operators_only
@require_safe
def communes(request: HttpRequest) -> HttpResponse:
    return _communes(request)


@operators_only
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes, or no with its reason."""
    form = ReasonForm(request.POST)
    try:
        if "approve" in request.POST:
            space = actions.approve(pk, request.user)  # type: ignore[arg-type]
            messages.success(
                request, _("L’espace de %(commune)s est ouvert.") % {"commune": space.commune.name}
            )
        elif form.is_valid():
            actions.refuse(pk, request.user, form.cleaned_data["reason"])  # type: ignore[arg-type]
            messages.success(request, _("C’est refusé ; la personne lit pourquoi."))
        else:
            return _communes(request, pk, form)
    except actions.Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("townhall:operator")


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def prices(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    current = pricing.prices(today)
    form = GridForm(
        request.POST if request.method == "POST" else None, prices=current, initial={"valid_from": today}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        contracts.write_grid(said["valid_from"], said["prices"], request.user)  # type: ignore[arg-type]
        messages.success(request, _("La grille est enregistrée. Les devis déjà faits gardent leur prix."))
        return redirect("townhall:operator_prices")
    context = {"form": form, "prices": current, "grids": Grid.objects.order_by("-valid_from")[:12]}
    return render(request, "townhall/operator/prices.html", context)


@operators_only
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    code = get_object_or_404(Contract, pk=pk).commune_id
    try:
        contracts.sign(pk, request.user)  # type: ignore[arg-type]
    except life.NotInOrder:
        messages.error(request, _("Cet espace n’existe plus : rien n’est signé."))
    else:
        messages.success(request, _("C’est signé. La mairie est prévenue."))
    return redirect("townhall:operator_commune", code)


@operators_only
@require_safe
def commune(request: HttpRequest, code: str) -> HttpResponse:
    return _commune(request, code, ReasonForm())


@operators_only
@require_POST
def suspend(request: HttpRequest, code: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _commune(request, code, form)
    try:
        life.suspend(code.upper(), request.user, form.cleaned_data["reason"])  # type: ignore[arg-type]
    except life.NotInOrder:
        messages.warning(request, _("Cet espace est fermé : il n’y a rien à suspendre."))
    else:
        messages.success(request, _("L’espace est suspendu. Ses habitants lisent pourquoi."))
    return redirect("townhall:operator_commune", code)


@operators_only
@require_POST
def resume(request: HttpRequest, code: str) -> HttpResponse:
    life.resume(code.upper(), request.user)  # type: ignore[arg-type]
    messages.success(request, _("L’espace est rouvert."))
    return redirect("townhall:operator_commune", code)


def _communes(request: HttpRequest, refused: int = 0, form: ReasonForm | None = None) -> HttpResponse:
    state = request.GET.get("etat", "") if request.GET.get("etat", "") in Space.State.values else ""
    text = one_line(request.GET.get("q", ""))[:60]
    sent = request.GET.get("page", "")
    page = int(sent) if sent.isdecimal() and len(sent) < 5 else 0
    found = queries.kept(timezone.localdate(), state, text, page)
    here = reverse("townhall:operator")
    waiting = Opening.objects.filter(state=Opening.State.QUEUED).select_related("commune", "person")
    unsigned = Contract.objects.filter(signed_at=None).select_related("commune", "quote")
    states = [("", _("Toutes")), *Space.State.choices]
    context = {
        "openings": waiting.order_by("asked_at")[:100],
        "refused": refused,
        "form": form or ReasonForm(),
        "unsigned": unsigned.order_by("accepted_at")[:100],
        "figures": queries.figures(),
        "communes": [(each, TONES[each.space.state]) for each in found[: queries.PAGE]],
        "q": text,
        "links": [
            {"label": label, "href": here + ("?" + urlencode({"etat": value}) if value else ""), "current": value == state}
            for value, label in states
        ],
        "page": {
            "next_url": "?" + urlencode({"etat": state, "q": text, "page": page + 1}) if len(found) > queries.PAGE else "",
            "previous_url": "?" + urlencode({"etat": state, "q": text, "page": page - 1}) if page else "",
        },
    }  # fmt: skip
    return render(request, "townhall/operator/communes.html", context, status=400 if refused else 200)


def _commune(request: HttpRequest, code: str, form: ReasonForm) -> HttpResponse:
    found = get_object_or_404(Commune.objects.select_related("space", "community"), pk=code.upper())
    space = get_object_or_404(Space, pk=found.pk)
    context = {
        "commune": found,
        "space": space,
        "tone": TONES[space.state],
        "officers": len(life.officers_of(found.pk)),
        "contracts": Contract.objects.filter(commune=found).select_related("quote").order_by("-starts_on"),
        "form": form,
        "lines": lines(found.pk),
    }
    return render(request, "townhall/operator/commune.html", context, status=400 if form.is_bound else 200)
