"""The reports of a commune, and its figures as open data."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from placette.core import limits
from placette.impact.periods import MONTH, Period, read
from placette.listings.queries.agreements import stories
from placette.people.views.guard import at_a_desk, desk_tabs, desks_of
from placette.places.models import Commune
from placette.townhall import open_answers
from placette.townhall.dashboard.rules import may_read_reports
from placette.townhall.models import Report

from . import open_data
from . import paper as papers

PAPERS_AN_HOUR = 60
readers_only = at_a_desk(may_read_reports)


@readers_only
@require_safe
def reports(request: HttpRequest, commune: Commune) -> HttpResponse:
    """Two queries of its own: the months, what may be quoted. The papers stay where they are."""
    standing = request.standing  # type: ignore[attr-defined]
    months = Report.objects.filter(commune=commune).values_list("month", "made_at")
    context = {
        "commune": commune,
        "frame": "townhall/frame.html"
        if commune.pk in standing.town_halls
        else "townhall/dashboard/plain.html",
        "communes": desk_tabs(desks_of(standing, may_read_reports), commune, "townhall:reports"),
        "has_quotations": bool(stories(commune.pk)),
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
    try:
        file = default_storage.open(found.file)
    except FileNotFoundError:
        raise Http404 from None
    name = f"placette-{commune.slug}-{asked.key}.pdf"
    answer = FileResponse(file, filename=name, content_type="application/pdf")
    answer["Cache-Control"] = "private, no-store"
    return answer


@readers_only
@require_safe
def quotations(request: HttpRequest, commune: Commune) -> HttpResponse:
    """What may be quoted at this moment; who takes it back is in no later one."""
    if not limits.allow(f"quotations:{request.user.pk}", PAPERS_AN_HOUR, 3600):
        return render(request, "429.html", status=429)
    said = stories(commune.pk)
    if not said:
        messages.info(
            request, _("Il n’y a pas de merci à citer en ce moment : chacun peut reprendre le sien.")
        )
        return redirect(reverse("townhall:reports", query={"commune": commune.pk}))
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": 'inline; filename="citations.pdf"',
    }
    return HttpResponse(papers.quotations(commune, said), content_type="application/pdf", headers=headers)


@require_safe
def figures(request: HttpRequest, code: str) -> HttpResponse:
    return open_answers.csv_file(request, code, "chiffres", open_data.as_csv)


@require_safe
def schema(_request: HttpRequest) -> HttpResponse:
    return open_answers.table_schema(open_data.schema())
