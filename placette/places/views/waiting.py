from __future__ import annotations

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from placette.core import limits
from placette.places import actions, names, queries
from placette.places.forms import WaitingForm
from placette.places.models import Commune, Waiting
from placette.places.tokens import CONFIRM, LEAVE, read

from .communes import commune_page, named

ATTEMPTS_AN_HOUR = 10


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, key: str) -> HttpResponse:
    found = named(request, "places:wait", key)
    if not isinstance(found, Commune):
        return found
    if request.method != "POST" or found.is_open:
        return redirect(found)
    form = WaitingForm(request.POST)
    if not form.is_valid():
        return commune_page(request, found, form, status=422)
    if not limits.allow(f"waiting:{limits.visitor(request)}", ATTEMPTS_AN_HOUR, 3600):
        form.add_error(
            None,
            _("Beaucoup de demandes viennent de chez vous. Rien n’est perdu : réessayez dans une heure."),
        )
        return commune_page(request, found, form, status=429)
    actions.wait(found, form.cleaned_data["email"], get_language() or "fr")
    messages.success(
        request,
        _("Presque fini : si vous n’y étiez pas déjà, un e-mail vient de partir. Ouvrez-le pour compter."),
    )
    return redirect(f"{found.get_absolute_url()}#attente")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link shows a button; only the button confirms, since mail filters follow links."""
    try:
        if request.method == "POST":
            waiting = actions.confirm(token)
            messages.success(request, _("Merci ! Vous êtes compté·e. Nous vous écrirons à l’ouverture."))
            return redirect(f"{waiting.commune.get_absolute_url()}#attente")
        waiting = _waiting(token, CONFIRM)
    except (signing.BadSignature, Waiting.DoesNotExist):
        return render(request, "places/waiting_expired.html", status=410)
    context = {
        "commune": waiting.commune,
        "here": names.at(waiting.commune.of_name),
        "waiting": queries.waiting_count(waiting.commune),
    }
    return render(request, "places/waiting_confirm.html", context)


# The token is the right to leave; mail programs post here by themselves (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    try:
        if request.method == "POST":
            actions.leave(token)
            return render(request, "places/waiting_left.html")
        waiting = _waiting(token, LEAVE)
    except signing.BadSignature:
        return render(request, "places/waiting_expired.html", status=410)
    except Waiting.DoesNotExist:
        return render(request, "places/waiting_left.html")
    return render(
        request,
        "places/waiting_leave.html",
        {"commune": waiting.commune, "here": names.at(waiting.commune.of_name)},
    )


def _waiting(token: str, purpose: str) -> Waiting:
    return Waiting.objects.select_related("commune").get(pk=read(token, purpose), left_at__isnull=True)
