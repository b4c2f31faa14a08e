from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from placette.core.text import one_line
from placette.places import names, queries

SUGGESTIONS = 8
RESULTS = 20


def typed(request: HttpRequest) -> str:
    return one_line(request.GET.get("q", ""))[: names.LONGEST]


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    text = typed(request)
    found = queries.search(text, RESULTS) if text else []
    return render(request, "places/search.html", {"q": text, "found": found})


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """The options of the combobox."""
    text = typed(request)
    return render(request, "places/_options.html", {"q": text, "found": queries.search(text, SUGGESTIONS)})
