"""An end of a ride chosen on the map or given by the device, beside the field where it can be typed.

Sent as forms, not in addresses: what is asked is where somebody is, and addresses are logged and kept by browsers.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from placette.carpool import ends, maps
from placette.carpool.forms.stops import STOPS_TYPED
from placette.carpool.geometry import Point
from placette.carpool.models.areas import CREDIT
from placette.carpool.queries import areas
from placette.carpool.queries.road import road
from placette.carpool.riding import End
from placette.core import limits
from placette.core.text import one_line
from placette.people.views.guard import neighbours_only
from placette.places import queries, spot_maps
from placette.places.views import picking

ASKED_A_MINUTE = 60
NAMES_A_MINUTE = 600  # as one types
NAMES, POINTS = 8, 4
LONGEST = 120


@neighbours_only
@require_POST
def on_map(request: HttpRequest) -> HttpResponse:
    """The map to choose on, around what the field says already, else around home. Four to twelve queries."""
    if not _may_ask(request):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    end = _typed(request)
    centre = end.point if end else ends.home_of(request.standing)  # type: ignore[attr-defined]
    known = areas.near(centre, spot_maps.REACH) if centre else []
    shown = maps.around(centre, end, [ends.of_area(each) for each in known]) if centre else None
    credit = CREDIT if any(each.is_of_the_base for each in known) else ""
    return render(request, "places/pick.html", {"map": shown, "credit": credit})


@neighbours_only
@require_safe
def names(request: HttpRequest) -> HttpResponse:
    """The options of the combobox: town halls' meeting points around home, then communes. A query more than places.search."""
    if not limits.allow(f"names:{request.user.pk}", NAMES_A_MINUTE, 60):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    text = one_line(request.GET.get("q", ""))[:LONGEST]
    home = ends.home_of(request.standing)  # type: ignore[attr-defined]
    points = areas.suggested(text, home, POINTS) if home else []
    context = {
        "points": [(each, ends.of_area(each).name) for each in points],
        "found": queries.search(text, NAMES - len(points)),
    }
    return render(request, "carpool/_end_options.html", context)


@neighbours_only
@require_POST
def at_point(request: HttpRequest) -> HttpResponse:
    """{"name": "Fonsorbes (43,531 ; 1,231)"}, what a field takes for a point; 422 {"error": …} where nobody is driven from."""
    if not _may_ask(request):
        said = _("Vous cherchez beaucoup de lieux : attendez une minute, ou écrivez une commune.")
        return JsonResponse({"error": said}, status=429, headers={"Retry-After": "60"})
    try:
        return JsonResponse({"name": ends.touched(picking.touched(request)).name})
    except ends.NoPlace as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)


@neighbours_only
@require_POST
def trace(request: HttpRequest) -> HttpResponse:
    """The road of a trip that is being written: a part of the page, empty while one of the ends is. Up to eight queries a place.

    What is wrong with an end is said beside its field, once the form is sent.
    """
    if not _may_ask(request):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    start = _typed(request, "start")
    end = _typed(request, "end", start.point if start else None)
    if not start or not end or start.point == end.point:
        return HttpResponse()
    stops = [stop for name in STOPS_TYPED if (stop := _typed(request, name, start.point))]
    shown = road([start.point, *(stop.point for stop in stops), end.point])
    drawn = maps.map_of(shown.line, [start, *stops, end])
    return render(request, "carpool/_trace.html", {"road": shown, "start": start, "end": end, "map": drawn})


def _typed(request: HttpRequest, name: str = "text", near: Point | None = None) -> End | None:
    standing: Any = request.standing  # type: ignore[attr-defined]
    text = one_line(request.POST.get(name, ""))[:LONGEST]
    try:
        return ends.found(text, standing, near or ends.home_of(standing)) if text else None
    except ends.NoPlace:
        return None


def _may_ask(request: HttpRequest) -> bool:
    return limits.allow(f"ends:{request.user.pk}", ASKED_A_MINUTE, 60)
