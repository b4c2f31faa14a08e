"""« Les restes »: what nobody collected, and what becomes of it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from placette.core import limits
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.collecting import queries
from placette.groupbuys.collecting.actions import left_overs as actions
from placette.groupbuys.collecting.forms import LeftOverForm
from placette.groupbuys.collecting.views.door import arranged, for_who_carries_it_out

CHANGES_AN_HOUR = 120


@require_http_methods(["GET", "HEAD", "POST"])
@for_who_carries_it_out
def left_overs(request: HttpRequest, pk: int) -> HttpResponse:
    door = arranged(request, pk)
    shown = []
    for left in queries.left_overs(door.campaign):
        sent = request.POST if request.POST.get("product") == str(left.product.pk) else None
        form = LeftOverForm(left, sent) if left.left > 0 else None
        if form is not None and sent is not None and form.is_valid() and _settled(request, pk, form):
            messages.success(request, _("C’est noté."))
            return redirect("groupbuys:left_overs", pk)
        shown.append((left, form))
    context = {
        "campaign": door.campaign,
        "shown": shown,
        "progress": queries.progress(door.campaign),
        "key": request.POST.get("key") or uuid.uuid4(),
    }
    refused = any(form is not None and form.errors for _left, form in shown)
    return render(request, "groupbuys/collecting/left_overs.html", context, status=422 if refused else 200)


@require_POST
@for_who_carries_it_out
def unsettle(request: HttpRequest, pk: int, left_over: int) -> HttpResponse:
    arranged(request, pk)
    if not _allowed(request):
        messages.error(request, _too_many())
        return redirect("groupbuys:left_overs", pk)
    try:
        actions.unsettle(pk, left_over)
        messages.success(request, _("C’est annulé."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("groupbuys:left_overs", pk)


def _settled(request: HttpRequest, pk: int, form: LeftOverForm) -> bool:
    if not _allowed(request):
        form.add_error(None, _too_many())
        return False
    try:
        actions.settle(pk, request.user, form.settled(), request.POST.get("key"))  # type: ignore[arg-type]
    except Refused as refused:
        form.add_error(None, str(refused))
    return not form.errors


def _allowed(request: HttpRequest) -> bool:
    """Each change is told to somebody."""
    return limits.allow(f"groupbuys.left_overs:{request.user.pk}", CHANGES_AN_HOUR, 3600)


def _too_many() -> str:
    return _("Beaucoup de changements d’un coup : réessayez dans une heure.")
