"""The place of an event, as one types it, on the map, or where the device is: for the town hall and for the community.

Each is asked at the desk of who writes, and answers for its own communes.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from placette.civic import venues
from placette.civic.views.guard import at_the_desk
from placette.civic.views.shared import for_a_community
from placette.core import limits
from placette.core.text import one_line
from placette.places import spot_maps, spots
from placette.places.models import Commune, Community
from placette.places.queries.spots import commune_at
from placette.places.views import picking

NAMES_A_MINUTE = 600  # as one types
NAMES = 6


@at_the_desk
@require_safe
def names(request: HttpRequest, commune: Commune) -> HttpResponse:
    return _names(request, venues.of_commune(commune))


@for_a_community
@require_safe
def shared_names(request: HttpRequest, community: Community) -> HttpResponse:
    return _names(request, venues.of_community(community))


@at_the_desk
@require_POST
def on_map(request: HttpRequest, commune: Commune) -> HttpResponse:
    return _on_map(request, venues.of_commune(commune))


@for_a_community
@require_POST
def shared_on_map(request: HttpRequest, community: Community) -> HttpResponse:
    return _on_map(request, venues.of_community(community))


@at_the_desk
@require_POST
def at_point(request: HttpRequest, commune: Commune) -> HttpResponse:
    return _at_point(request, venues.of_commune(commune))


@for_a_community
@require_POST
def shared_at_point(request: HttpRequest, community: Community) -> HttpResponse:
    return _at_point(request, venues.of_community(community))


def _names(request: HttpRequest, reach: venues.Reach) -> HttpResponse:
    """The options of the combobox."""
    if not limits.allow(f"names:{request.user.pk}", NAMES_A_MINUTE, 60):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    text = one_line(request.GET.get("q", ""))[: venues.LONGEST]
    known = venues.suggested(text, reach, request.user, NAMES)  # type: ignore[arg-type]
    return render(request, "civic/_venue_options.html", {"known": known})


def _on_map(request: HttpRequest, reach: venues.Reach) -> HttpResponse:
    """The map to choose on: around what the field says, else around the communes. Up to three queries."""
    if not picking.may_ask(request):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    spot = picking.typed(request, venues.LONGEST)
    centre = spot.point if spot else reach.centre
    chosen = (spot.name or reach.name, spot.point) if spot else None
    shown = spot_maps.around(centre, chosen) if centre else None
    return render(request, "places/pick.html", {"map": shown, "is_exact": True})


def _at_point(request: HttpRequest, reach: venues.Reach) -> HttpResponse:
    """{"name": "La halle (43,53312 ; 1,22934)"} by the words that are there, or 422 {"error": …} too far away."""
    if not picking.may_ask(request):
        return picking.too_often()
    try:
        point = picking.touched(request)
        venues.within(point, reach)
        words = spots.town(picking.words(request, venues.LONGEST)) or (commune_at(*point) or reach).name
        return JsonResponse({"name": venues.written(words, point)})
    except spots.NoPlace as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
