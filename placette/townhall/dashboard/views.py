"""The dashboard, the mayor's page, their files, and how everything is counted."""

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
from placette.impact import definitions
from placette.impact.periods import MONTH, QUARTER, YEAR, Period, period_of, read
from placette.places.models import Commune

from . import exports, mayor, sections
from .board import SPANS, board, charts, default_period, latest_of, sheets_of
from .figures import Sheet
from .rules import communes_of, may_read_reports, may_see_figures

FILES_AN_HOUR = 120
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
}


def readers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for everybody else, as at the desk. `commune`: which, of somebody who reads several."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        standing = request.standing  # type: ignore[attr-defined]
        code = request.GET.get("commune") or next(iter(communes_of(standing)), "")
        commune = (
            Commune.objects.select_related("space").filter(code=code).first()
            if len(code) == 5 and code.isalnum() and may_see_figures(standing, code)
            else None
        )
        if commune is None:
            raise Http404
        return view(request, commune, *args, **kwargs)

    return guarded


@readers_only
@require_safe
def dashboard(request: HttpRequest, commune: Commune) -> HttpResponse:
    """Four queries of its own: commune, sheets, those of its size, quarters; and those of the sections of rooms above."""
    today = timezone.localdate()
    sheets = sheets_of(commune.code)
    period = _asked(request, sheets)
    shown = board(commune, period, sheets, today)
    context = {
        "commune": commune,
        "board": shown,
        "spans": [
            {
                "label": label,
                "href": _address(commune, _of_span(span, period, sheets)),
                "current": span == period.span,
            }
            for span, label in ((MONTH, _("Mois")), (QUARTER, _("Trimestre")), (YEAR, _("Année")))
        ],
        "frame": _frame(request, commune),
        "communes": _desks(request, commune, "townhall:dashboard"),
        "before_url": _address(commune, shown.before) if shown.before else "",
        "after_url": _address(commune, shown.after) if shown.after else "",
        "query": f"commune={commune.code}&periode={period.key}",
        "sections": sections.of(commune, latest_of(sheets)),
        "few": definitions.FEW,
    }
    return render(request, "townhall/dashboard/board.html", context)


@readers_only
@require_safe
def figures_file(request: HttpRequest, commune: Commune, form: str) -> HttpResponse:
    """All periods of a span, as CSV or XLSX."""
    count_file(request)
    sheets = sheets_of(commune.code)
    span = _asked(request, sheets).span
    rows = exports.rows(span, sheets)
    body = exports.as_csv(rows) if form == "csv" else exports.as_xlsx(rows, commune.name)
    return as_file(body, form, f"placette-{commune.slug}-{span}")


@readers_only
@require_safe
def chart_file(request: HttpRequest, commune: Commune, name: str, form: str) -> HttpResponse:
    count_file(request)
    sheets = sheets_of(commune.code)
    period = _asked(request, sheets)
    chart = next((each for each in charts(period, sheets) if each.name == name and not each.is_empty), None)
    if chart is None:
        raise Http404
    body = chart.alone().encode() if form == "svg" else exports.as_png(chart)
    return as_file(body, form, f"placette-{commune.slug}-{name}-{period.key}")


@readers_only
@require_safe
def for_the_mayor(request: HttpRequest, commune: Commune) -> HttpResponse:
    """One page, six figures: four queries of its own at most."""
    asked = read(request.GET.get("periode", "")[:10])
    spans = {MONTH, asked.span} if asked and asked.span in SPANS else {MONTH}
    sheets = sheets_of(commune.code, spans)
    period = _asked(request, sheets)
    context = {
        "commune": commune,
        "page": mayor.page(commune, period, sheets),
        "has_reports": may_read_reports(request.standing, commune.code),  # type: ignore[attr-defined]
        "frame": _frame(request, commune),
        "communes": _desks(request, commune, "townhall:mayor"),
        "query": f"commune={commune.code}&periode={period.key}",
    }
    return render(request, "townhall/dashboard/mayor.html", context)


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How everything is counted. Public; no query."""
    said = [(each, definitions.says(each)) for each in definitions.ALL]
    return render(request, "townhall/dashboard/method.html", {"definitions": said})


def _asked(request: HttpRequest, sheets: dict[Period, Sheet]) -> Period:
    """The period of the address, where it is one that has a sheet; else the one that says most."""
    period = read(request.GET.get("periode", "")[:10])
    if period and period.span in SPANS and period in sheets:
        return period
    return default_period(sheets, timezone.localdate())


def _of_span(span: str, period: Period, sheets: dict[Period, Sheet]) -> Period:
    """Of another span, the one in which this ends."""
    return period_of(
        span, max(day for day in (period.months or (period.starts_on,)) if day <= timezone.localdate())
    )


def _address(commune: Commune, period: Period) -> str:
    return reverse("townhall:dashboard", query={"commune": commune.code, "periode": period.key})


def _frame(request: HttpRequest, commune: Commune) -> str:
    """The desk's own for its officers; who was elected, or runs the site, has no desk there."""
    at_desk = commune.code in request.standing.town_halls  # type: ignore[attr-defined]
    return "townhall/frame.html" if at_desk else "townhall/dashboard/plain.html"


def _desks(request: HttpRequest, commune: Commune, name: str) -> list[dict[str, object]]:
    mine = communes_of(request.standing)  # type: ignore[attr-defined]
    return [
        {"label": label, "href": reverse(name, query={"commune": code}), "current": code == commune.code}
        for code, label in mine.items()
        if len(mine) > 1
    ]


def count_file(request: HttpRequest) -> None:
    if not limits.allow(f"figures:{request.user.pk}", FILES_AN_HOUR, 3600):
        raise Http404


def as_file(body: bytes, form: str, name: str) -> HttpResponse:
    return HttpResponse(
        body,
        content_type=TYPES[form],
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{form}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
