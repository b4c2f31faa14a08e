"""« C’est terminé », thanks, doing it again, and what one has saved in all."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from placette.core import limits
from placette.groupbuys.actions import campaigns
from placette.groupbuys.actions.refusals import Refused
from placette.groupbuys.collecting import queries, savings
from placette.groupbuys.collecting.actions import finishing, rhythms, thanking
from placette.groupbuys.collecting.forms import ThanksForm
from placette.groupbuys.collecting.views.door import arranged, for_who_carries_it_out, own
from placette.groupbuys.models import Campaign, Rhythm, Thanks
from placette.groupbuys.rules import may_organise, organises
from placette.impact import methods
from placette.impact.queries import saved_by_purchases
from placette.people.views.guard import neighbours_only

DRAFTS_A_DAY = 20


@require_POST
@for_who_carries_it_out
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    arranged(request, pk)
    finishing.finish(pk)
    messages.success(request, _("C’est terminé. Merci d’avoir organisé !"))
    return redirect("groupbuys:detail", pk)


@require_POST
@login_required
def thank(request: HttpRequest, pk: int) -> HttpResponse:
    door, _share = own(request, pk)
    form = ThanksForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, _("Écrivez quelques mots, trois cents signes au plus, ou choisissez une phrase.")
        )
        return redirect(_part(pk, "merci"))
    try:
        thanking.thank(door.campaign, door.person, form.cleaned_data["text"])
        messages.success(request, _("Merci, c’est transmis !"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(_part(pk, "merci"))


@require_POST
@neighbours_only
def show_thanks(request: HttpRequest, thanks: int) -> HttpResponse:
    """Whom they are for says whether others read them."""
    found = Thanks.objects.filter(pk=thanks, to=request.user.pk).first()
    if found is None:
        raise Http404
    thanking.show_on_profile(found, request.POST.get("shown") == "1")
    return redirect("people:profile_me")


@require_POST
@neighbours_only
def run_again(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = _organised(request, pk)
    if not limits.allow(f"groupbuys.again:{request.user.pk}", DRAFTS_A_DAY, 86_400):
        messages.error(request, _("Beaucoup de brouillons pour aujourd’hui : réessayez demain."))
        return redirect("groupbuys:detail", pk)
    membership = request.standing.first_verified  # type: ignore[attr-defined]
    draft = campaigns.run_again(campaign, request.user, membership, request.POST.get("key"))  # type: ignore[arg-type]
    messages.success(request, _("Le brouillon est prêt : choisissez sa date, puis publiez."))
    return redirect("groupbuys:detail", draft.pk)


@require_POST
@neighbours_only
def rhythm(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = _organised(request, pk)
    every = request.POST.get("every", "")
    if every in Rhythm.Every.values:
        rhythms.keep(campaign.pk, request.user, every)  # type: ignore[arg-type]
        messages.success(
            request, _("C’est noté : nous préparons chaque fois un brouillon et vous prévenons.")
        )
    else:
        rhythms.stop(campaign.pk)
        messages.success(request, _("C’est noté : plus de brouillon tout seul."))
    return redirect(_part(pk, "refaire"))


@require_safe
@neighbours_only
def counter(request: HttpRequest) -> HttpResponse:
    """What she has saved by buying with others, and what her commune has."""
    standing = request.standing  # type: ignore[attr-defined]
    commune = standing.first_verified.commune
    mine = savings.of_person(standing.person)
    context = {
        "mine": mine,
        "total": sum(cents for _campaign, cents in mine),
        "commune": commune,
        "all_saved": saved_by_purchases([commune.code]),
        "method": methods.of("purchase").says,
        "key": uuid.uuid4(),
    }
    return render(request, "groupbuys/collecting/counter.html", context)


def _organised(request: HttpRequest, pk: int) -> Campaign:
    """Hers, whatever its state but a draft; 404 else."""
    standing = request.standing  # type: ignore[attr-defined]
    campaign = queries.campaign_of(pk)
    if campaign is None or not organises(standing, campaign) or not may_organise(standing):
        raise Http404
    if campaign.state == Campaign.State.DRAFT:
        raise Http404
    return campaign


def _part(pk: int, name: str) -> str:
    return f"{reverse('groupbuys:detail', args=[pk])}#{name}"
