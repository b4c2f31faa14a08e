"""A neighbour chooses her slot, shows her code, names who comes in her place, lends a hand."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.core import limits, qr
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.collecting import codes, queries, rules
from placette.groupbuys.collecting.actions import choosing, helping
from placette.groupbuys.collecting.calendar import calendar as written
from placette.groupbuys.collecting.forms import SubstituteForm
from placette.groupbuys.collecting.views.door import opened, own, slot_of
from placette.people.views.guard import neighbours_only

CHANGES_AN_HOUR = 60


@require_POST
@login_required
def choose(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    _door, share = own(request, pk)
    return _done(
        request,
        pk,
        lambda: choosing.choose(share, slot),
        _("C’est noté : nous vous le rappellerons la veille."),
    )


@require_POST
@login_required
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    _door, share = own(request, pk)
    return _done(request, pk, lambda: choosing.give_up(share), _("Votre place est libérée."))


@require_POST
@neighbours_only
def join(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    door = opened(request, pk)
    if not rules.may_help(
        door.standing, door.campaign, slot_of(door, slot), door.now, takes_part=door.takes_part
    ):
        raise Http404
    return _done(request, pk, lambda: helping.join(slot, door.person), _("Merci ! On compte sur vous."))


@require_POST
@neighbours_only
def leave(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    door = opened(request, pk)
    slot_of(door, slot)
    return _done(
        request, pk, lambda: helping.leave(slot, door.person), _("C’est noté : qui organise est prévenu.")
    )


@require_safe
@login_required
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Her slot, for her own calendar program; 404 where she has none."""
    _door, share = own(request, pk)
    pick_up = queries.pick_up_of(share)
    if pick_up is None:
        raise Http404
    response = HttpResponse(written(pick_up, timezone.now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="retrait.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """What she shows, or passes on."""
    door, share = own(request, pk)
    substitute = getattr(share, "substitute", None)
    form = SubstituteForm(request.POST or None, initial={"name": substitute.name if substitute else ""})
    if request.method == "POST" and form.is_valid() and _allowed(request, form):
        try:
            choosing.send(share, form.cleaned_data["name"])
            messages.success(request, _("C’est noté."))
            return redirect("groupbuys:my_code", pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    shown = codes.code_of(share.pk)
    context = {
        "campaign": door.campaign,
        "comer": queries.comers(door.campaign, [share])[0],
        "pick_up": queries.pick_up_of(share),
        "substitute": substitute,
        "code": f"{shown[:3]} {shown[3:]}",
        "drawing": qr.drawing(codes.address_of(share)),
        "form": form,
    }
    with timezone.override(door.campaign.zone):
        status = 422 if form.errors else 200
        return render(request, "groupbuys/collecting/code.html", context, status=status)


def _allowed(request: HttpRequest, form: SubstituteForm) -> bool:
    allowed = limits.allow(f"groupbuys.collecting:{request.user.pk}", CHANGES_AN_HOUR, 3600)
    if not allowed:
        form.add_error(None, _("Beaucoup de changements d’un coup : réessayez dans une heure."))
    return allowed


def _done(request: HttpRequest, pk: int, act: Callable[[], object], said: str) -> HttpResponse:
    if not limits.allow(f"groupbuys.collecting:{request.user.pk}", CHANGES_AN_HOUR, 3600):
        messages.error(request, _("Beaucoup de changements d’un coup : réessayez dans une heure."))
        return redirect("groupbuys:collection", pk)
    try:
        act()
        messages.success(request, said)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("groupbuys:collection", pk)
