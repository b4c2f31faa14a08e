"""The officer's desk: codes for addresses, newcomers at the counter, annonces that residents chose to show."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from placette.core import limits
from placette.listings.queries.annonces import shown_to_town_hall
from placette.people.actions import trust
from placette.people.rules import may_confirm, may_issue_codes

from .forms import AddressForm, CounterForm
from .queries import figures


def officers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for everybody else: who is not of the town hall need not know that the desk is here."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        town_halls = sorted(request.standing.town_halls)  # type: ignore[attr-defined]
        if not town_halls or not may_issue_codes(request.standing, town_halls[0]):  # type: ignore[attr-defined]
            raise Http404
        role = next(each for each in request.standing.roles if each.commune_id == town_halls[0])  # type: ignore[attr-defined]
        return view(request, role.commune, *args, **kwargs)

    return guarded


@officers_only
@require_safe
def desk(request: HttpRequest, commune: object) -> HttpResponse:
    return _desk(request, commune, AddressForm(), CounterForm())


def _desk(request: HttpRequest, commune: object, address: AddressForm, counter: CounterForm) -> HttpResponse:
    context = {
        "commune": commune,
        "address": address,
        "counter": counter,
        "figures": figures(commune.pk),  # type: ignore[attr-defined]
        "listings": shown_to_town_hall(request.standing),  # type: ignore[attr-defined]
    }
    return render(request, "townhall/desk.html", context)


@officers_only
@require_POST
def issue_code(request: HttpRequest, commune: object) -> HttpResponse:
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
        "url": url,
        "qr": _qr(url),
    }
    return render(request, "townhall/letter.html", context)


def _qr(text: str) -> str:
    drawn = BytesIO()
    qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage).save(drawn)
    return mark_safe(drawn.getvalue().decode().split("?>", 1)[-1])  # noqa: S308 - drawn by us


@officers_only
@require_POST
def at_the_counter(request: HttpRequest, commune: object) -> HttpResponse:
    form = CounterForm(request.POST)
    if not form.is_valid():
        return _desk(request, commune, AddressForm(), form)
    if not limits.allow(f"counter:{request.user.pk}", 60, 3600):
        form.add_error("code", _("Trop d’essais. Attendez une heure."))
        return _desk(request, commune, AddressForm(), form)
    membership = trust.at_the_counter(commune.pk, form.cleaned_data["code"])  # type: ignore[attr-defined]
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
        return redirect("townhall:desk")
    return render(
        request,
        "townhall/counter.html",
        {"membership": membership, "code": form.cleaned_data["code"].strip()},
    )
