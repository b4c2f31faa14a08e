"""Neighbours bring neighbours: a link, a drawing of it, a poster; and where the link leads."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from placette.core import limits, qr
from placette.groupbuys import joining, rules
from placette.groupbuys.actions import invited
from placette.groupbuys.models import GROUP, Campaign
from placette.groupbuys.newcomers import IN_THE_SESSION
from placette.groupbuys.papers.poster import poster as draw
from placette.groupbuys.queries.detail import Detail, detail
from placette.groupbuys.views.campaign import not_for_her

POSTERS_AN_HOUR = 30
LINKS_A_DAY = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """The link and its drawing; sent, a group has another link."""
    found = _inviting(request, pk)
    if isinstance(found, HttpResponse):
        return found
    if request.method == "POST":
        return _another_link(request, found.campaign)
    link = joining.address(found.campaign)
    context = {"campaign": found.campaign, "link": link, "drawing": qr.drawing(link), "guests": None}
    if found.campaign.audience == GROUP:
        context["guests"] = invited.guests_of(found.campaign)
    return render(request, "groupbuys/invite.html", context)


def _another_link(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    if campaign.audience != GROUP:
        messages.info(request, _("Ce lien mène sur la place : il n’y a rien à fermer."))
    elif not limits.allow(f"purchase-link:{campaign.pk}", LINKS_A_DAY, 86_400):
        messages.error(
            request, _("Beaucoup de nouveaux liens pour un jour : revenez demain. Le dernier reste bon.")
        )
    else:
        invited.another_link(campaign)
        messages.success(request, _("Voici le nouveau lien : l’ancien n’ouvre plus."))
    return redirect("groupbuys:invite", campaign.pk)


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
    campaign = Campaign.objects.select_related("commune").filter(pk=pk).first()
    if campaign is None or campaign.state == Campaign.State.DRAFT or not joining.is_ours(campaign, token):
        raise Http404
    if request.user.is_authenticated:
        standing = request.standing  # type: ignore[attr-defined]
        if not standing.is_verified:
            invited.keep(pk, request.user)
        elif campaign.audience == GROUP and not rules.may_be_guest(standing, campaign):
            return _too_far(request, campaign)
        else:
            invited.bring_in(campaign, request.user)
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


def _too_far(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The link is good, and she lives elsewhere: she reads why it does not open, and nothing of what is bought."""
    said = _(
        "Ce lien est pour un groupe %(of_name)s : il s’ouvre aux habitants confirmés de son intercommunalité."
    )
    messages.error(request, said % {"of_name": campaign.commune.of_name})
    return redirect("groupbuys:square")
