"""The reports of a commune, and its figures as open data."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from placette.core import limits
from placette.impact.periods import MONTH, Period, read
from placette.people.views.guard import at_a_desk, desk_tabs, desks_of
from placette.places.models import Commune
from placette.places.queries.communes import commune as current_commune
from placette.townhall.dashboard.rules import may_read_reports
from placette.townhall.models import Report

from . import open_data

FILES_A_MINUTE = 30
readers_only = at_a_desk(may_read_reports)


@readers_only
@require_safe
def reports(request: HttpRequest, commune: Commune) -> HttpResponse:
    """One query of its own: the months. The papers stay where they are."""
    standing = request.standing  # type: ignore[attr-defined]
    months = Report.objects.filter(commune=commune).values_list("month", "made_at")
    context = {
        "commune": commune,
        "frame": "townhall/frame.html"
        if commune.pk in standing.town_halls
        else "townhall/dashboard/plain.html",
        "communes": desk_tabs(desks_of(standing, may_read_reports), commune, "townhall:reports"),
        "reports": [(Period(MONTH, month), made_at) for month, made_at in months],
    }
    return render(request, "townhall/reports/reports.html", context)


@readers_only
@require_safe
def paper(request: HttpRequest, commune: Commune, month: str) -> HttpResponseBase:
    asked = read(month[:10])
    found = (
        Report.objects.filter(commune=commune, month=asked.starts_on).first()
        if asked and asked.span == MONTH
        else None
    )
    if found is None or asked is None:
        raise Http404
    name = f"placette-{commune.slug}-{asked.key}.pdf"
    answer = FileResponse(default_storage.open(found.file), filename=name, content_type="application/pdf")
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """Public, of a commune whose square is open; other programs read it, also from pages of other sites."""
    commune = current_commune(code.upper()[:5])
    if commune is None or not commune.is_open:
        raise Http404
    if not limits.allow(f"open_data:{limits.visitor(request)}", FILES_A_MINUTE, 60):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    answer = HttpResponse(
        open_data.as_csv(commune, timezone.localdate()),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="placette-{commune.pk}.csv"',
            "Access-Control-Allow-Origin": "*",
        },
    )
    patch_cache_control(answer, public=True, max_age=3600)
    return answer


@require_safe
def schema(_request: HttpRequest) -> HttpResponse:
    written = {"ensure_ascii": False, "indent": 2}
    return JsonResponse(
        open_data.schema(), json_dumps_params=written, headers={"Access-Control-Allow-Origin": "*"}
    )
