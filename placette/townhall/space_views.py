"""The officer's pages of the space itself: first steps, dress, dates, quotes and contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.core import limits, photos
from placette.people.models import Person
from placette.places.models import Commune, Space
from placette.trust import trail
from placette.trust.models import Line

from . import first_week as week
from . import life, pricing, rules
from .actions import contracts, dress
from .actions import exports as exporting
from .models import Contract, Export, Quote, Step
from .space_forms import DressForm, ReasonForm
from .views import officers_only

CHANGES_A_DAY = 60
QUOTES_A_DAY = 10
TONES = {"trial": "info", "contract": "good", "grace": "warn", "closed": "neutral"}
SLOWLY = gettext_lazy("C’est beaucoup pour un jour : continuez demain.")


@dataclass(frozen=True)
class Told:
    at: datetime
    text: str
    who: str


@officers_only
@require_safe
def first_week(request: HttpRequest, commune: Commune) -> HttpResponse:
    steps = week.shown(commune, _space(commune))
    context = {"commune": commune, "steps": steps, "done": sum(each.done for each in steps)}
    return render(request, "townhall/first_week.html", context)


@officers_only
@require_POST
def tick(request: HttpRequest, commune: Commune, step: str) -> HttpResponse:
    """Done by hand, or not done after all."""
    if step not in {each.name for each in week.tasks}:
        raise Http404
    _tick, fresh = Step.objects.get_or_create(commune=commune, name=step, defaults={"by": _person(request)})
    if not fresh:
        Step.objects.filter(commune=commune, name=step).delete()
    return redirect(_address("townhall:first_week", commune) + f"#{step}")


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def dressing(request: HttpRequest, commune: Commune) -> HttpResponse:
    space, person = _space(commune), _person(request)
    now = {"colour": space.colour or "#5b4b8a", "plain": not space.colour, "welcome": space.welcome}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DressForm(*sent, initial=now, person=person)
    if request.method == "POST" and form.is_valid():
        if not limits.allow(f"dress:{person.pk}", CHANGES_A_DAY, 86_400):
            form.add_error(None, str(SLOWLY))
            return render(request, "townhall/dress.html", {"commune": commune, "space": space, "form": form})
        said = form.cleaned_data
        try:
            crest = next(iter(said["crest"].photos), None)
            dress.dress(commune, person, said["colour"], said["welcome"], crest, bare=said["bare"])
        except photos.Refused as refused:
            form.add_error("crest", str(refused))
        else:
            messages.success(request, _("C’est enregistré : la place l’affiche dès maintenant."))
            return redirect(_address("townhall:dress", commune))
    return render(request, "townhall/dress.html", {"commune": commune, "space": space, "form": form})


@require_safe
@cache_control(public=True, max_age=86_400, immutable=True)
def colours(_request: HttpRequest, colour: str) -> HttpResponse:
    """The colour of a commune as a style sheet: what is in the address is all that is in it."""
    sheet = (
        f":root{{--commune:light-dark(#{colour},oklch(from #{colour} 0.8 min(c, 0.1) h));"
        f"--commune-soft:light-dark(oklch(from #{colour} 0.95 min(c, 0.03) h),oklch(from #{colour} 0.33 min(c, 0.05) h))}}"
    )
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")


@officers_only
@require_safe
def space(request: HttpRequest, commune: Commune) -> HttpResponse:
    return _page(request, commune, ReasonForm())


@officers_only
@require_POST
def quote(request: HttpRequest, commune: Commune) -> HttpResponse:
    if not limits.allow(f"quote:{commune.pk}", QUOTES_A_DAY, 86_400):
        messages.error(request, SLOWLY)
        return redirect(_address("townhall:space", commune))
    made = contracts.quote(commune, _person(request))
    return redirect(reverse("townhall:space_quote_page", args=[made.pk]) + f"?commune={commune.pk}")


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def quote_page(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    found = get_object_or_404(Quote, pk=pk, commune=commune)
    refusal = ""
    if request.method == "POST":
        try:
            contracts.accept(found.pk, commune, _person(request))
        except contracts.Refusal as said:
            refusal = str(said)
        else:
            messages.success(request, _("C’est accepté. Nous signons à notre tour et vous prévenons."))
            return redirect(_address("townhall:space", commune))
    context = {"commune": commune, "quote": found, "refusal": refusal}
    return render(request, "townhall/quote.html", context, status=409 if refusal else 200)


@officers_only
@require_POST
def leave(request: HttpRequest, commune: Commune) -> HttpResponse:
    """With its reason, which the operator reads."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, commune, form)
    try:
        life.leave(commune.pk, _person(request), form.cleaned_data["reason"])
    except life.NotInOrder:
        messages.warning(request, _("L’espace est déjà en lecture seule ou fermé : rien n’est changé."))
    else:
        messages.success(
            request, _("C’est fait. La place se lit encore soixante jours ; vous pouvez revenir avant.")
        )
    return redirect(_address("townhall:space", commune))


@officers_only
@require_POST
def export(request: HttpRequest, commune: Commune) -> HttpResponse:
    if limits.allow(f"export:{commune.pk}", 5, 86_400):
        exporting.ask(commune, _person(request))
        messages.success(request, _("L’export se prépare. Il sera ici dans quelques minutes."))
    else:
        messages.error(request, SLOWLY)
    return redirect(_address("townhall:space", commune))


@login_required
@require_safe
def export_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """For the officers of that town hall as long as the file is kept, also once its space is closed: who was given the
    address alone opens nothing, for the file names who did what.
    """
    found = exporting.of(token)
    if found is None or not rules.may_keep_space(request.standing, found.commune_id):  # type: ignore[attr-defined]
        raise Http404
    try:
        file = default_storage.open(found.file)
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(file, as_attachment=True, filename=f"placette-{found.commune.slug}.zip")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _page(request: HttpRequest, commune: Commune, leaving: ReasonForm) -> HttpResponse:
    here, today = _space(commune), timezone.localdate()
    last = Contract.objects.filter(commune=commune).select_related("quote").order_by("-ends_on").first()
    made = Export.objects.filter(commune=commune).order_by("-pk").first()
    context: dict[str, Any] = {
        "commune": commune,
        "space": here,
        "tone": TONES[here.state],
        "contract": last,
        "may_order": contracts.may_order(here, today) and not (last and (not last.signed_at or last.starts_on > today)),
        "may_leave": here.state in {Space.State.TRIAL, Space.State.CONTRACT},
        "cents": pricing.yearly_cents(commune.population, pricing.prices(today)),
        "quotes": Quote.objects.filter(commune=commune, contract=None, valid_until__gte=today).order_by("-pk")[:5],
        "export": made,
        "export_token": exporting.token(made) if made and made.made_at else "",
        "leave": leaving,
        "lines": lines(commune.pk),
    }  # fmt: skip
    return render(request, "townhall/space.html", context, status=400 if leaving.is_bound else 200)


def lines(code: str) -> list[Told]:
    """The last thirty lines of the trail of a commune, in words. One query."""
    found = Line.objects.filter(commune=code).select_related("by")[:30]
    return [Told(each.at, trail.sentence(each), each.by.get_full_name() if each.by else "") for each in found]


def _space(commune: Commune) -> Space:
    """404 where the town hall has a desk but never had a space."""
    return get_object_or_404(Space, commune=commune)


def _person(request: HttpRequest) -> Person:
    return request.user  # type: ignore[return-value]


def _address(name: str, commune: Commune) -> str:
    return reverse(name) + f"?commune={commune.pk}"
