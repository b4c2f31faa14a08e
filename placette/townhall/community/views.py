"""The page of a community, its figures as files, and the letter to the next commune."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from placette.core import limits
from placette.impact.periods import MONTH, QUARTER, YEAR, period_of
from placette.places.models import Commune, Community
from placette.places.queries.communes import commune as current_commune
from placette.places.queries.communes import waiting_count
from placette.townhall.dashboard import exports

from . import invitation, rows
from .board import Board, board, period_asked
from .rules import may_see_community

PAPERS_AN_HOUR = 120
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def territory_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for everybody else, as at a desk. `epci`: which, of somebody who works for several."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        standing = request.standing  # type: ignore[attr-defined]
        siren = request.GET.get("epci", "")[:9] or next(iter(standing.territories), "")
        community = (
            Community.objects.filter(siren=siren).first() if may_see_community(standing, siren) else None
        )
        if community is None:
            raise Http404
        return view(request, community, *args, **kwargs)

    return guarded


@territory_only
@require_safe
def overview(request: HttpRequest, community: Community) -> HttpResponse:
    """Seven queries of its own: the community, and those of the board."""
    shown = _board(request, community)
    period, today = shown.period, timezone.localdate()
    following = period.next if period.next.is_over(today) else None
    last = period.months[-1]
    spans = [
        (label, period_asked(period_of(span, last).key, today))
        for span, label in ((MONTH, _("Mois")), (QUARTER, _("Trimestre")), (YEAR, _("Année")))
        if period_of(span, last).is_over(today)
    ]
    context = {
        "community": community,
        "board": shown,
        "query": _query(community, period.key),
        "before": period.previous,
        "before_url": _address(community, period.previous.key),
        "after": following,
        "after_url": _address(community, following.key) if following else "",
        "spans": [
            {"label": label, "href": _address(community, each.key), "current": each.span == period.span}
            for label, each in spans
        ],
        "territories": _territories(request, community),
    }
    return render(request, "townhall/community/overview.html", context)


@territory_only
@require_safe
def figures_file(request: HttpRequest, community: Community, form: str) -> HttpResponse:
    """The same cells as the page, as CSV or XLSX."""
    _count(request)
    lines = rows.rows(_board(request, community))
    if form == "csv":
        body, kind = exports.as_csv(lines), "text/csv; charset=utf-8"
    else:
        body, kind = exports.as_xlsx(lines, _("Communes")), XLSX
    return _file(body, kind, f"placette-{community.slug}.{form}")


@territory_only
@require_safe
def letter(request: HttpRequest, community: Community, code: str) -> HttpResponse:
    commune = _to_invite(community, code)
    context = {
        "community": community,
        "commune": commune,
        "letter": _letter(request, community, commune),
        "query": f"epci={community.siren}",
    }
    return render(request, "townhall/community/letter.html", context)


@territory_only
@require_safe
def letter_pdf(request: HttpRequest, community: Community, code: str) -> HttpResponse:
    _count(request)
    commune = _to_invite(community, code)
    said = _letter(request, community, commune)
    paper = invitation.as_pdf(community, commune, said, timezone.localdate())
    return _file(paper, "application/pdf", f"invitation-{commune.slug}.pdf")


def _board(request: HttpRequest, community: Community) -> Board:
    return board(community, period_asked(request.GET.get("periode", "")[:10], timezone.localdate()))


def _to_invite(community: Community, code: str) -> Commune:
    """A commune without an open space, of this community or of the same department: who invites is known there."""
    found = current_commune(code.upper()[:5])
    near = found and (
        found.community_id == community.siren
        or community.communes.filter(department_code=found.department_code).exists()
    )
    if not found or not near or found.is_open:
        raise Http404
    return found


def _letter(request: HttpRequest, community: Community, commune: Commune) -> invitation.Letter:
    facts = invitation.facts_of(community, commune, waiting_count(commune))
    return invitation.invitation(community, commune, facts, request.user)


def _territories(request: HttpRequest, community: Community) -> list[dict[str, object]]:
    mine = request.standing.territories  # type: ignore[attr-defined]
    return [
        {"label": name, "href": _address(siren=siren), "current": siren == community.siren}
        for siren, name in mine.items()
        if len(mine) > 1
    ]


def _query(community: Community, key: str) -> str:
    return f"epci={community.siren}&periode={key}"


def _address(community: Community | None = None, key: str = "", siren: str = "") -> str:
    query = {"epci": community.siren if community else siren}
    return reverse("townhall:community", query=query | ({"periode": key} if key else {}))


def _count(request: HttpRequest) -> None:
    if not limits.allow(f"community_papers:{request.user.pk}", PAPERS_AN_HOUR, 3600):
        raise Http404


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        body,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
