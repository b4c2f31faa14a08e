"""« Ouvrir l’espace de ma commune »: what it is, what it costs, who proves to be of the town hall."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.core import limits
from placette.core.text import one_line
from placette.places import names, queries
from placette.places.models import Commune
from placette.places.queries import search
from placette.places.views.communes import named

from . import life, pricing, rules
from .actions import opening as actions
from .models import Opening
from .space_forms import OpeningForm, ProofForm

ASKED_A_DAY = 6
TRIED_AN_HOUR = 20


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """For which commune, and what it costs. Everybody reads it."""
    text = one_line(request.GET.get("q", ""))[:120]
    context = {
        "q": text,
        "found": search(text) if text else [],
        "prices": pricing.prices(timezone.localdate()),
    }
    return render(request, "townhall/opening/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest, key: str) -> HttpResponse:
    """One commune: signed out she reads, signed in she asks, then types her code."""
    commune = named(request, "townhall:opening", key)
    if not isinstance(commune, Commune):
        return commune
    form = OpeningForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?next={request.path}")
        if form.is_valid() and _asked(request, commune, form):
            return redirect("townhall:opening", commune.key)
    return _page(request, commune, form, ProofForm())


@login_required
@require_POST
def code(request: HttpRequest, key: str) -> HttpResponse:
    commune = named(request, "townhall:opening", key)
    if not isinstance(commune, Commune):
        return commune
    form, asked = ProofForm(request.POST), _asked_of(request, commune)
    if asked is None:
        return redirect("townhall:opening", commune.key)
    if form.is_valid():
        if not limits.allow(f"opening-code:{request.user.pk}", TRIED_AN_HOUR, 3600):
            form.add_error("code", _("Trop d’essais. Attendez une heure."))
        else:
            try:
                actions.prove(asked.pk, request.user, form.cleaned_data["code"])  # type: ignore[arg-type]
            except actions.Refusal as refusal:
                form.add_error("code", str(refusal))
            else:
                messages.success(request, _("L’espace est ouvert. Bienvenue !"))
                return redirect(reverse("townhall:first_week") + f"?commune={commune.pk}")
    return _page(request, commune, OpeningForm(), form)


def _asked(request: HttpRequest, commune: Commune, form: OpeningForm) -> bool:
    if not limits.allow(f"opening-asked:{request.user.pk}", ASKED_A_DAY, 86_400):
        form.add_error(None, _("Six demandes par jour, c’est déjà beaucoup : continuez demain."))
        return False
    said = form.cleaned_data
    try:
        actions.ask(
            commune, request.user, said["task"], said["note"], by_operator="operator" in request.POST  # type: ignore[arg-type]
        )  # fmt: skip
    except actions.Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _asked_of(request: HttpRequest, commune: Commune) -> Opening | None:
    if not request.user.is_authenticated:
        return None
    open_ = Opening.objects.filter(commune=commune, person=request.user.pk)
    return open_.filter(state__in=[Opening.State.CODE, Opening.State.QUEUED]).first()


def _page(request: HttpRequest, commune: Commune, form: OpeningForm, proof: ProofForm) -> HttpResponse:
    asked = _asked_of(request, commune)
    today = timezone.localdate()
    refused = asked or commune.is_open or not request.user.is_authenticated
    last = (
        None
        if refused
        else Opening.objects.filter(commune=commune, person=request.user.pk).order_by("-pk").first()
    )
    if asked and not form.is_bound:
        form = OpeningForm(initial={"task": asked.task, "note": asked.note})
    context = {
        "commune": commune,
        "here": names.at(commune.of_name),
        "waiting": queries.waiting_count(commune),
        "cents": pricing.yearly_cents(commune.population, pricing.prices(today)),
        "asked": asked,
        "last": last if last and last.state == Opening.State.REFUSED else None,
        "mailbox": masked(commune.town_hall_email) if life.may_try(commune) else "",
        "may_open": rules.may_open(request.standing, commune.pk),  # type: ignore[attr-defined]
        "form": form,
        "proof": proof,
    }
    return render(request, "townhall/opening/opening.html", context)


def masked(email: str) -> str:
    """« m•••••@fonsorbes.fr »: enough to know which letter box it is."""
    name, at, host = email.partition("@")
    return f"{name[:1]}•••••{at}{host}" if at else ""
