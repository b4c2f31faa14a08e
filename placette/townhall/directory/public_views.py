"""The associations and facilities of a commune, for everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from placette.core.text import one_line
from placette.places import names
from placette.places.models import Commune
from placette.places.views.communes import named
from placette.townhall import open_answers

from . import open_data, queries
from .kinds import KINDS


@require_safe
def listed(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Four queries: the commune, two counts at once, the entries and how many there are."""
    commune = named(request, f"townhall:{name}", key)
    if not isinstance(commune, Commune):
        return commune
    if not commune.is_open:
        raise Http404
    kind, known = KINDS[name], queries.counts(commune.pk)
    asked = one_line(request.GET.get("q", ""))[:60]
    page = queries.entries(kind, commune.pk, asked, request.GET.get("page"))
    context = {
        "commune": commune,
        "here": names.at(commune.of_name),
        "kind": kind,
        "lists": [
            {
                "label": each.title,
                "href": reverse(f"townhall:{each.name}", args=[commune.key]),
                "current": each is kind,
                "count": known.of(each),
            }
            for each in KINDS.values()
        ],
        "open_url": reverse(f"townhall:open_{name}", args=[commune.pk]),
        "schema_url": reverse(f"townhall:schema_{name}"),
        "asked": asked,
        "page": page,
        "pager": queries.Pager.of(page, {"q": asked}),
    }
    return render(request, "townhall/directory/listed.html", context)


@require_safe
def open_list(request: HttpRequest, code: str, name: str) -> HttpResponse:
    return open_answers.csv_file(request, code, name, lambda commune: open_data.as_csv(KINDS[name], commune))


@require_safe
def open_schema(_request: HttpRequest, name: str) -> HttpResponse:
    return open_answers.table_schema(open_data.schema(KINDS[name]))
