"""The officer's desk: codes for addresses, newcomers at the counter, annonces that residents chose to show."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from placette.core import limits, qr
from placette.listings.queries.annonces import shown_to_town_hall
from placette.people.actions import trust
from placette.people.rules import may_confirm, may_issue_codes
from placette.people.standing import Standing
from placette.people.views.guard import at_a_desk, desk_tabs, desks_of
from placette.places.models import Commune

from .forms import AddressForm, CounterForm
from .queries import figures

officers_only = at_a_desk(may_issue_codes)


@officers_only
@require_safe
def desk(request: HttpRequest, commune: Commune) -> HttpResponse:
    return _desk(request, commune, AddressForm(), CounterForm())


def _desk(request: HttpRequest, commune: Commune, address: AddressForm, counter: CounterForm) -> HttpResponse:
    standing: Standing = request.standing  # type: ignore[attr-defined]
    here = tuple(role for role in standing.roles if role.commune_id == commune.code)
    at_this_desk = Standing(standing.person, standing.memberships, here)
    context = {
        "commune": commune,
        "desks": desk_tabs(desks_of(standing, may_issue_codes), commune, "townhall:desk"),
        "points_url": reverse("townhall:points", query={"commune": commune.code}),
        "address": address,
        "counter": counter,
        "figures": figures(commune.code),
        "listings": shown_to_town_hall(at_this_desk),
    }
    return render(request, "townhall/desk.html", context)


def _address(commune: Commune) -> str:
    return reverse("townhall:desk", query={"commune": commune.code})


@officers_only
@require_POST
def issue_code(request: HttpRequest, commune: Commune) -> HttpResponse:
    """The letter with its code, shown this once."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _desk(request, commune, form, CounterForm())
    if not limits.allow(f"issue:{request.user.pk}", 300, 86_400):
        form.add_error("address", _("Trois cents lettres par jour : continuez demain."))
        return _desk(request, commune, form, CounterForm())
    code = trust.issue_code(commune, form.cleaned_data["address"], request.user)  # type: ignore[arg-type]
    url = settings.SITE_URL + reverse("people:code") + "?" + urlencode({"c": code})
    context = {
        "commune": commune,
        "address": form.cleaned_data["address"],
        "code": code,
        "desk": _address(commune),
        "site": urlsplit(settings.SITE_URL).netloc,
        "qr": qr.drawing(url),
    }
    return render(request, "townhall/letter.html", context)


@officers_only
@require_POST
def at_the_counter(request: HttpRequest, commune: Commune) -> HttpResponse:
    form = CounterForm(request.POST)
    if not form.is_valid():
        return _desk(request, commune, AddressForm(), form)
    if not limits.allow(f"counter:{request.user.pk}", 60, 3600):
        form.add_error("code", _("Trop d’essais. Attendez une heure."))
        return _desk(request, commune, AddressForm(), form)
    membership = trust.at_the_counter(commune.code, form.cleaned_data["code"])
    if membership is None:
        form.add_error(
            "code",
            _(
                "Ce numéro n’est pas connu, ou il a plus d’une demi-heure. Demandez à l’habitant de recharger sa page."
            ),
        )
        return _desk(request, commune, AddressForm(), form)
    if not may_confirm(request.standing, membership):  # type: ignore[attr-defined]
        form.add_error("code", _("C’est votre propre numéro : un·e collègue doit le confirmer."))
        return _desk(request, commune, AddressForm(), form)
    if request.POST.get("confirmed"):
        trust.confirm(membership, request.user)  # type: ignore[arg-type]
        messages.success(request, _("C’est confirmé. Rien n’a été gardé du justificatif."))
        return redirect(_address(commune))
    context = {
        "commune": commune,
        "desk": _address(commune),
        "membership": membership,
        "code": form.cleaned_data["code"].strip(),
    }
    return render(request, "townhall/counter.html", context)
