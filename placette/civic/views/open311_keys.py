"""The keys with which applications of the town hall send reports (Open311)."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from placette.civic import report_rules as rules
from placette.civic.models import PartnerKey
from placette.civic.open311 import keys as actions
from placette.civic.views.guard import at_the_desk, at_the_desk_of
from placette.core import limits
from placette.core.text import one_line
from placette.places.models import Commune

ISSUED_A_DAY = 20


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest, commune: Commune) -> HttpResponse:
    """A new key is shown once, on the page that answers; no address leads there again."""
    fresh, name = "", one_line(request.POST.get("name", ""))[:80]
    wrong = ""
    if request.method == "POST":
        if not name:
            wrong = _("Donnez un nom à l’application, pour la reconnaître plus tard.")
        elif not limits.allow(f"open311 keys:{request.user.pk}", ISSUED_A_DAY, 86_400):
            wrong = _("Vingt clés par jour, c’est déjà beaucoup : reprenez demain.")
        else:
            fresh = actions.issue(commune, name, request.user)
    context = {
        "commune": commune,
        "keys": PartnerKey.objects.filter(commune=commune).order_by("-pk")[:50],
        "fresh": fresh,
        "name": "" if fresh else name,
        "wrong": wrong,
        "address": settings.SITE_URL + "/open311/v2",
        "list_url": reverse("civic:desk_reports", query={"commune": commune.code}),
    }
    response = render(request, "civic/open311_keys.html", context, status=422 if wrong else 200)
    response["Cache-Control"] = "no-store"
    return response


@at_the_desk_of(PartnerKey)
@require_POST
def revoke(request: HttpRequest, commune: Commune, pk: int) -> HttpResponse:
    key = PartnerKey.objects.filter(pk=pk).first() if 0 < pk < 2**62 else None
    if key is None or not rules.may_answer(request.standing, key.commune_id):
        raise Http404
    actions.revoke(key, request.user)
    messages.success(request, _("Cette clé n’ouvre plus rien."))
    return redirect(reverse("civic:open311_keys", query={"commune": key.commune_id}))
