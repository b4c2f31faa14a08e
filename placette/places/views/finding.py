from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from placette.places import names, queries

SUGGESTIONS = 8
RESULTS = 20


def typed(request: HttpRequest) -> str:
    """What was asked, without the control characters that no database takes."""
    return " ".join(request.GET.get("q", "").replace("\x00", " ").split())[: names.LONGEST]


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
