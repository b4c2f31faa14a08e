"""One grouped purchase, read; and its figures alone, for a page that comes back."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from placette.core import live
from placette.groupbuys import rules, shares
from placette.groupbuys.actions import telling
from placette.groupbuys.asking import asking
from placette.groupbuys.forms.pledging import ExtensionForm, PledgeForm
from placette.groupbuys.panels import Panel, below, panels
from placette.groupbuys.queries.detail import Detail
from placette.groupbuys.queries.detail import detail as read
from placette.groupbuys.queries.interest import interest_of
from placette.people.views.guard import closed_door


@login_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = read(request.standing, pk)  # type: ignore[attr-defined]
    if found is None:
        return not_for_her(request)
    return show(request, found)


@login_required
@require_safe
def board(request: HttpRequest, pk: int) -> JsonResponse:
    """What the live events say, for a page that may have missed one."""
    found = read(request.standing, pk)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    campaign, goods = found.campaign, found.goods
    figures = telling.figures(campaign, goods, goods.taken, campaign.takers)
    if campaign.state == campaign.State.INTEREST:
        figures["interest"] = telling.wished(campaign)
    return JsonResponse(figures | {"state": campaign.state}, headers={"Cache-Control": "no-store"})


def not_for_her(request: HttpRequest) -> HttpResponse:
    """Whoever is not confirmed yet reads how to become it; a neighbour whom it does not reach learns nothing."""
    if not request.standing.is_verified:  # type: ignore[attr-defined]
        return closed_door(request)
    raise Http404


def show(
    request: HttpRequest,
    found: Detail,
    extension_form: ExtensionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with the form for more time as it was sent where something in it was refused."""
    standing, now = request.standing, timezone.now()  # type: ignore[attr-defined]
    campaign = found.campaign
    may_pledge = rules.may_pledge(standing, campaign, now)
    # What she has said before there was a price; once she takes part her pledge says it.
    wished = interest_of(campaign, standing.person) if may_pledge and not found.takes_part else None
    with timezone.override(campaign.zone):
        context = {
            "found": found,
            "campaign": campaign,
            "offers": found.offers,
            "pledge": found.pledge,
            "has_shares": rules.has_shares(campaign),
            "came_to_nothing": rules.came_to_nothing(campaign),
            "balance": shares.mine(standing, campaign, found.pledge),
            "is_open": rules.is_open(campaign, now),
            "days_left": found.days_left(now),
            "asking": asking(standing, campaign),
            "may_pledge": may_pledge,
            "may_withdraw": rules.may_withdraw(campaign, found.pledge, now),
            "may_accept": found.takes_part and found.is_over and rules.may_accept(campaign, now),
            "may_stay": rules.may_stay(campaign, found.pledge, now),
            "may_invite": rules.may_invite(standing, campaign, now),
            "may_edit": rules.may_edit(standing, campaign),
            "may_cancel": rules.may_cancel(standing, campaign),
            "may_extend": rules.may_extend(standing, campaign, now),
            "form": PledgeForm(offers=found.offers, wished=wished),
            "extension_form": extension_form or ExtensionForm(initial={"until": campaign.deadline}),
            "follow": live.pass_to(telling.topic(campaign.pk), standing.person.pk),
            "topic": telling.topic(campaign.pk),
            "panels": _drawn(panels, request, found),
            "below": _drawn(below, request, found),
        }
        return render(request, "groupbuys/detail.html", context, status=status)


def _drawn(panels: Sequence[Panel], request: HttpRequest, found: Detail) -> list[str]:
    standing = request.standing  # type: ignore[attr-defined]
    shown = [panel(standing, found.campaign, found.pledge) for panel in panels]
    return [render_to_string(*each, request) for each in shown if each]
