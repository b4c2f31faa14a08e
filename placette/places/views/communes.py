from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from placette.core import limits
from placette.places import names, queries, structured
from placette.places.box_form import BoxForm
from placette.places.forms import WaitingForm
from placette.places.letter import letter
from placette.places.models import Commune
from placette.places.sections import sections

BOXES_A_MINUTE = 120


@require_safe
def commune(request: HttpRequest, key: str) -> HttpResponse:
    found = named(request, "places:commune", key)
    return commune_page(request, found) if isinstance(found, Commune) else found


def commune_page(
    request: HttpRequest, found: Commune, form: WaitingForm | None = None, status: int = 200
) -> HttpResponse:
    page = queries.commune_page(found)
    context: dict[str, Any] = {
        "page": page,
        "commune": found,
        "here": names.at(found.of_name),
        "form": form or WaitingForm(),
        "letter": None if found.is_open else letter(found, page.waiting),
        "canonical": settings.SITE_URL + found.get_absolute_url(),
        "sections": [shown for each in sections if found.is_open and (shown := each(found))],
        "json_ld": structured.json_ld(structured.commune(found)),
    }
    return render(request, "places/commune.html", context, status=status)


@require_safe
def letter_page(request: HttpRequest, key: str) -> HttpResponse:
    found = named(request, "places:letter", key)
    if not isinstance(found, Commune):
        return found
    context = {
        "commune": found,
        "here": names.at(found.of_name),
        "letter": letter(found, queries.waiting_count(found)),
    }
    return render(request, "places/letter.html", context)


@require_safe
def boundary(_request: HttpRequest, code: str) -> HttpResponse:
    geojson = queries.boundary_geojson(code.upper())
    if geojson is None:
        return JsonResponse({"error": "no outline"}, status=404)
    return _kept(geojson)


@require_safe
def box(request: HttpRequest) -> HttpResponse:
    """The outlines in a part of the map, given by its sides in degrees."""
    form = BoxForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"error": form.errors}, status=400)
    if not limits.allow(f"box:{limits.visitor(request)}", BOXES_A_MINUTE, 60):
        return JsonResponse({"error": "too often"}, status=429, headers={"Retry-After": "60"})
    return _kept(queries.box_geojson(form.box()))


def _kept(geojson: dict[str, Any]) -> HttpResponse:
    """Outlines change once a year; what was refused is asked again."""
    answer = JsonResponse(geojson, content_type="application/geo+json")
    patch_cache_control(answer, public=True, max_age=24 * 3600)
    return answer


@require_safe
def community(request: HttpRequest, key: str) -> HttpResponse:
    page = queries.community_page(key.partition("-")[0])
    if page is None:
        return unknown(request, key)
    if key != page.community.key:
        return HttpResponsePermanentRedirect(page.community.get_absolute_url())
    canonical = settings.SITE_URL + page.community.get_absolute_url()
    return render(request, "places/community.html", {"page": page, "canonical": canonical})


def named(request: HttpRequest, view: str, key: str) -> Commune | HttpResponse:
    """The commune of « 31187-fonsorbes », a redirect to its right address, or the page that knows it not."""
    code = key.partition("-")[0].upper()
    found = queries.commune(code)
    if found and found.key == key:
        return found
    found = found or queries.current_of(code)
    if found is None:
        return unknown(request, key)
    query = request.META.get("QUERY_STRING", "")
    address = reverse(view, args=[found.key])
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def unknown(request: HttpRequest, key: str) -> HttpResponse:
    guess = key.partition("-")[2].replace("-", " ")
    return render(request, "places/unknown.html", {"q": guess}, status=404)
