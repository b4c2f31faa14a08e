"""Neighbours bring neighbours: a link, a drawing of it, a poster; and where the link leads."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from placette.core import limits, qr
from placette.groupbuys import joining, rules
from placette.groupbuys.actions import invited
from placette.groupbuys.models import GROUP, Campaign
from placette.groupbuys.newcomers import IN_THE_SESSION
from placette.groupbuys.papers.poster import poster as draw
from placette.groupbuys.queries.detail import Detail, detail
from placette.groupbuys.views.campaign import not_for_her

POSTERS_AN_HOUR = 30


@login_required
@require_safe
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    found = _inviting(request, pk)
    if isinstance(found, HttpResponse):
        return found
    link = joining.address(pk)
    context = {"campaign": found.campaign, "link": link, "drawing": qr.drawing(link), "guests": None}
    if found.campaign.audience == GROUP:
        context["guests"] = found.campaign.guests.count()
    return render(request, "groupbuys/invite.html", context)


@login_required
@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet of A4 for a shop window, as PDF."""
    found = _inviting(request, pk)
    if isinstance(found, HttpResponse):
        return found
    if not limits.allow(f"poster:{request.user.pk}", POSTERS_AN_HOUR, 3600):
        return HttpResponse(
            _("Beaucoup d’affiches pour une heure : attendez un peu, et recommencez."),
            status=429,
            content_type="text/plain; charset=utf-8",
        )
    answer = HttpResponse(draw(found, timezone.now()), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{_("affiche")}-{pk}.pdf"'
    return answer


def _inviting(request: HttpRequest, pk: int) -> Detail | HttpResponse:
    """Back to the campaign where nobody can join any more."""
    found = detail(request.standing, pk)  # type: ignore[attr-defined]
    if found is None:
        return not_for_her(request)
    if not rules.may_invite(request.standing, found.campaign, timezone.now()):  # type: ignore[attr-defined]
        return redirect(found.campaign)
    return found


@require_safe
def join(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """From the link: to the campaign; without an account first to the door, and from there back."""
    if not joining.is_ours(pk, token):
        raise Http404
    campaign = Campaign.objects.select_related("commune").filter(pk=pk).first()
    if campaign is None or campaign.state == Campaign.State.DRAFT:
        raise Http404
    if request.user.is_authenticated:
        if request.standing.is_verified:  # type: ignore[attr-defined]
            invited.bring_in(campaign, request.user)
        else:
            invited.keep(pk, request.user)
        return redirect(campaign)
    request.session[IN_THE_SESSION] = pk
    # As « Rejoindre » on a commune's page does: the commune is remembered through the sign-up.
    request.session["commune"] = campaign.commune_id
    answer = render(
        request,
        "groupbuys/join.html",
        {"campaign": campaign, "operator": settings.CONFIGURATION.operator_name},
    )
    answer["X-Robots-Tag"] = "noindex"
    return answer
