"""The page of collecting, and what organisers change on it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.core import limits
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.collecting import queries, rules
from placette.groupbuys.collecting.actions import slots as actions
from placette.groupbuys.collecting.forms import SlotForm
from placette.groupbuys.collecting.views.door import Door, arranged, opened, slot_of
from placette.groupbuys.models import Slot

CHANGES_AN_HOUR = 120


@require_safe
@login_required
def collection(request: HttpRequest, pk: int) -> HttpResponse:
    door = opened(request, pk)
    with timezone.override(door.campaign.zone):
        return _page(request, door, SlotForm(place=_place(door)))


@require_POST
@login_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    door = arranged(request, pk)
    with timezone.override(door.campaign.zone):
        form = SlotForm(request.POST)
        key = request.POST.get("key")
        if form.is_valid() and _done(request, form, lambda: actions.add(pk, form.planned(), key)):
            messages.success(request, _("Le créneau est ajouté."))
            return redirect("groupbuys:collection", pk)
        return _page(request, door, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    door = arranged(request, pk)
    changed = slot_of(door, slot)
    with timezone.override(door.campaign.zone):
        form = SlotForm(request.POST, slot=changed) if request.method == "POST" else SlotForm(slot=changed)
        sent = form.is_bound and form.is_valid()
        if sent and _done(request, form, lambda: actions.change(slot, form.planned())):
            messages.success(
                request, _("Le créneau est modifié. Si l’heure ou le lieu change, chacun est prévenu.")
            )
            return redirect("groupbuys:collection", pk)
        context = {"campaign": door.campaign, "slot": changed, "form": form}
        status = 422 if form.errors else 200
        return render(request, "groupbuys/collecting/slot.html", context, status=status)


@require_POST
@login_required
def remove(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    door = arranged(request, pk)
    slot_of(door, slot)
    try:
        actions.remove(slot)
        messages.success(request, _("Le créneau est supprimé."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("groupbuys:collection", pk)


def _done(request: HttpRequest, form: SlotForm, act: Callable[[], object]) -> bool:
    if not limits.allow(f"groupbuys.slots:{request.user.pk}", CHANGES_AN_HOUR, 3600):
        form.add_error(None, _("Beaucoup de changements d’un coup : réessayez dans une heure."))
        return False
    try:
        act()
    except Refused as refused:
        form.add_error(None, str(refused))
    return not form.errors


def _place(door: Door) -> str:
    return door.campaign.delivery_place


def _page(request: HttpRequest, door: Door, form: SlotForm, status: int = 200) -> HttpResponse:
    slots = queries.slots_of(door.campaign)
    mine = queries.pick_up_of(door.share) if door.share else None
    helps_at = {
        slot.pk for slot in slots if any(each.person_id == door.person.pk for each in slot.helpers.all())
    }
    helped = [slot for slot in slots if slot.pk in helps_at]
    hands_over = rules.may_hand_over(door.standing, door.campaign, helped, door.now)
    context = {
        "door": door,
        "campaign": door.campaign,
        "share": door.share,
        "mine": mine,
        "may_leave": mine is not None and rules.may_leave(mine.slot, door.now),
        "until": rules.changes_until(mine.slot) if mine else None,
        "slots": [_shown(door, slot, mine.slot_id if mine else None, helps_at) for slot in slots],
        "helps": bool(helps_at),
        "hands_over": hands_over and door.campaign.state == door.campaign.State.SUCCEEDED,
        "progress": queries.progress(door.campaign) if door.organises else None,
        "form": form,
        "key": request.POST.get("key") or uuid.uuid4(),
    }
    return render(request, "groupbuys/collecting/collection.html", context, status=status)


def _shown(door: Door, slot: Slot, mine: int | None, helps_at: set[int]) -> dict[str, Any]:
    """Names of helpers are for the organisers and for those who help."""
    helps = slot.pk in helps_at
    open_now = door.campaign.state == door.campaign.State.SUCCEEDED
    may_help = rules.may_help(door.standing, door.campaign, slot, door.now, takes_part=door.takes_part)
    return {
        "slot": slot,
        "is_mine": slot.pk == mine,
        "helps": helps,
        "may_choose": open_now and door.takes_part and slot.pk != mine and slot.left > 0
        and rules.may_choose(slot, door.now),
        "may_help": may_help and not helps and slot.hands_left > 0,
        "may_stop": may_help and helps,
        "names": [each.person.display_name for each in slot.helpers.all()]
        if door.organises or helps_at
        else [],
        "is_over": slot.ends_at <= door.now,
    }  # fmt: skip
