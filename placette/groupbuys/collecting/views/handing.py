"""« Remise »: who comes, and what she takes with her, on the telephone of whoever hands over, with or without network."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from placette.core.text import one_line
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.collecting import codes, offline, queries, rules
from placette.groupbuys.collecting.actions import handing as actions
from placette.groupbuys.collecting.actions.handing import Result, Tick
from placette.groupbuys.collecting.views.door import Door, arranged, for_who_carries_it_out, handing, opened
from placette.groupbuys.models import Share

A_PAGE = 200  # people
MOST_KEPT = 2000  # people on the copy of a telephone


@require_safe
@for_who_carries_it_out
def hand_overs(request: HttpRequest, pk: int) -> HttpResponse:
    """All who come, those of one slot, or those whom a name or a code finds; by pages, but `tout` in the copy that a
    telephone keeps, since without network there is no other page. Who may not is led to her own page.
    """
    try:
        door = handing(request, pk)
    except Http404:
        opened(request, pk)
        return redirect("groupbuys:collection", pk)
    code, words = codes.typed(request.GET.get("code", "")[:20]), one_line(request.GET.get("q", "")[:60])
    slot = request.GET.get("creneau", "")
    shares = queries.shares_to_hand_over(
        door.campaign, int(slot) if slot.isdecimal() and len(slot) < 10 else None
    )
    if code or words:
        shares = queries.matching(shares, code or words)
    is_kept = request.GET.get("tout") == "1"
    page = Paginator(shares, MOST_KEPT if is_kept else A_PAGE).get_page(request.GET.get("page"))
    slots = queries.slots_of(door.campaign)
    with timezone.override(door.campaign.zone):
        context = {
            "campaign": door.campaign,
            "is_open": door.campaign.state == door.campaign.State.SUCCEEDED,
            "organises": door.organises,
            "comers": [
                (each, uuid.uuid4())
                for each in queries.comers(door.campaign, list(page), with_payments=door.organises)
            ],
            "page": page,
            "is_kept": is_kept,
            "paging": _paging(request, page),
            "slots": slots,
            "slot": slot,
            "words": code or words,
            "progress": queries.progress(door.campaign),
        }
        response = render(request, "groupbuys/collecting/hand_overs.html", context)
    response["Cache-Control"] = "private, no-store"  # the worker alone keeps it, and forgets it
    return response


@require_POST
@for_who_carries_it_out
def hand_over(request: HttpRequest, pk: int, share: int) -> HttpResponse:
    """A form, or what the page sends when the network is back; that one wants JSON."""
    at = _ticked_at(request)
    door = handing(request, pk, at)
    found = _share(door, share)
    try:
        tick = Tick(uuid.UUID(request.POST.get("key", "")), at or door.now, _quantities(request.POST))
        result = actions.hand_over(found, door.person, tick, door.now)
        return _answer(request, door, found, result, _said(result))
    except (ValueError, InvalidOperation):
        return _answer(
            request, door, found, "refused", _("Une quantité se tape comme « 1,5 ». Rien n’a été changé.")
        )
    except Refused as refused:
        return _answer(request, door, found, "refused", str(refused))


@require_POST
@for_who_carries_it_out
def undo(request: HttpRequest, pk: int, share: int) -> HttpResponse:
    door = handing(request, pk)
    found = _share(door, share)
    try:
        actions.undo(found)
        return _answer(request, door, found, "undone", _("La remise est annulée : cochez de nouveau."))
    except Refused as refused:
        return _answer(request, door, found, "refused", str(refused))


@require_POST
@for_who_carries_it_out
def hand_over_the_rest(request: HttpRequest, pk: int) -> HttpResponse:
    door = arranged(request, pk)
    try:
        actions.hand_over_the_rest(pk, door.person)
        messages.success(request, _("C’est noté : tout le monde a tout reçu."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("groupbuys:collection", pk)


@require_safe
@for_who_carries_it_out
def worker(request: HttpRequest, pk: int) -> HttpResponse:
    """From this address it serves the page beside it alone."""
    response = HttpResponse(offline.script(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _share(door: Door, pk: int) -> Share:
    share = Share.objects.select_related("pledge").filter(pk=pk, pledge__campaign=door.campaign).first()
    if share is None:
        raise Http404
    return share


def _ticked_at(request: HttpRequest) -> datetime | None:
    """Of a tick without network, on the telephone's clock.

    What is no moment, lies ahead, or further back than a tick may wait is now: no clock that is wrong beats the others.
    """
    try:
        at = datetime.fromisoformat(request.POST.get("at", ""))
    except ValueError:
        return None
    now = timezone.now()
    return None if timezone.is_naive(at) or not now - rules.SENT_WITHIN <= at <= now else at


def _quantities(sent: Mapping[str, Any]) -> dict[int, Decimal]:
    """Raises ValueError, InvalidOperation."""
    found = {}
    for name, value in sent.items():
        if name.startswith("line-"):
            amount = Decimal("".join(str(value).split()).replace(",", ".") or "0")
            if not amount.is_finite() or abs(amount) >= 10**9 or amount != round(amount, 3):
                raise ValueError(value)
            found[int(name.removeprefix("line-"))] = amount
    return found


def _said(result: Result) -> str:
    return {
        Result.HANDED: _("Remis."),
        Result.KEPT: _(
            "Quelqu’un avait déjà coché autre chose, plus tôt : c’est cela qui reste. Regardez la ligne."
        ),
        Result.REPLACED: _(
            "Quelqu’un avait coché autre chose, plus tard : votre coche, plus ancienne, la remplace."
        ),
        Result.UNDONE: _("Cette coche a été annulée entre-temps : cochez de nouveau si c’est remis."),
    }[result]


def _answer(request: HttpRequest, door: Door, share: Share, state: str, said: str) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        collected = queries.progress(door.campaign).collected
        told = {"state": state, "said": said, "collected": collected}
        return JsonResponse(told, status=409 if state == "refused" else 200)
    tell = messages.success if state in {Result.HANDED, "undone"} else messages.warning
    tell(request, said)
    query = {name: request.POST[name][:60] for name in ("creneau", "q", "page") if request.POST.get(name)}
    page = reverse("groupbuys:hand_overs", args=[door.campaign.pk])
    return redirect(f"{page}{'?' + urlencode(query) if query else ''}#part-{share.pk}")


@dataclass(frozen=True)
class Paging:
    previous_url: str
    next_url: str


def _paging(request: HttpRequest, page: Page[Share]) -> Paging:
    back = _page_url(request, page.previous_page_number()) if page.has_previous() else ""
    return Paging(back, _page_url(request, page.next_page_number()) if page.has_next() else "")


def _page_url(request: HttpRequest, number: int) -> str:
    query = {name: request.GET[name][:60] for name in ("creneau", "q") if request.GET.get(name)}
    return f"?{urlencode(query | {'page': number})}"
