"""How open data are answered: to everybody, to programs and to pages of other sites, of a commune whose square is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control

from placette.core import limits
from placette.places.models import Commune
from placette.places.queries.communes import commune as current_commune

FILES_A_MINUTE = 30


def csv_file(request: HttpRequest, code: str, name: str, made: Callable[[Commune], bytes]) -> HttpResponse:
    """Of that commune, as `made` writes it; 404 where no square is open, 429 for who asks all the time. Two queries."""
    commune = current_commune(code.upper()[:5])
    if commune is None or not commune.is_open:
        raise Http404
    if not limits.allow(f"open_data:{limits.visitor(request)}", FILES_A_MINUTE, 60):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    answer = HttpResponse(
        made(commune),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="placette-{commune.pk}-{name}.csv"',
            "Access-Control-Allow-Origin": "*",
        },
    )
    patch_cache_control(answer, public=True, max_age=3600)
    return answer


def table_schema(said: dict[str, Any]) -> HttpResponse:
    written = {"ensure_ascii": False, "indent": 2}
    return JsonResponse(said, json_dumps_params=written, headers={"Access-Control-Allow-Origin": "*"})
