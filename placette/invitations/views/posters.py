"""Posters and flyers: made on the spot, as often as one likes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from placette.core import limits
from placette.invitations import queries
from placette.invitations.actions import campaigns as actions
from placette.invitations.forms import PosterForm
from placette.invitations.models import Campaign
from placette.invitations.papers import poster as papers
from placette.invitations.rules import may_print_posters, puts_up_posters
from placette.people.views.guard import at_a_desk, desk_tabs, desks_of, whose
from placette.places.models import Commune

from .campaigns import address, inviting

POSTERS_A_DAY = 50
PAPERS_AN_HOUR = 60


@inviting
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, commune: Commune) -> HttpResponse:
    form = PosterForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if limits.allow(f"invitation-posters:{request.user.pk}", POSTERS_A_DAY, 86_400):
            said = form.cleaned_data
            return redirect(address(actions.put_up(commune, request.user, said["name"], said["word"])))
        form.add_error(None, _("Cinquante affiches par jour, c’est déjà beaucoup : continuez demain."))
    return render(request, "invitations/new_poster.html", {"commune": commune, "form": form})


@at_a_desk(puts_up_posters)
@require_safe
def posters(request: HttpRequest, commune: Commune) -> HttpResponse:
    """For those who put them up: what the town hall has prepared, to print."""
    context = {
        "commune": commune,
        "communes": desk_tabs(
            desks_of(request.standing, puts_up_posters),  # type: ignore[attr-defined]
            commune,
            "invitations:posters",
        ),
        "posters": queries.posters(commune.pk),
    }
    return render(request, "invitations/posters.html", context)


@at_a_desk(may_print_posters, whose(Campaign))
@require_safe
def paper(request: HttpRequest, commune: Commune, pk: int, size: str) -> HttpResponse:
    found = get_object_or_404(
        Campaign.objects.select_related("commune__space"), pk=pk, commune=commune, kind=Campaign.Kind.POSTER
    )
    if size not in papers.SCALES:
        raise Http404
    if not limits.allow(f"papers:{request.user.pk}", PAPERS_AN_HOUR, 3600):
        return render(request, "429.html", status=429)
    answer = HttpResponse(papers.poster(found, size), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="affiche-{size}.pdf"'
    return answer
