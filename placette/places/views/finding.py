from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from placette.core import limits
from placette.core.text import one_line
from placette.places import names, queries

SUGGESTIONS = 8
RESULTS = 20
SEARCHES_A_MINUTE = 600  # of one address: a whole school may type at once


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    text = _typed(request)
    if not _may_search(request, text):
        return _later(render(request, "places/search.html", {"q": text, "too_often": True}))
    found = queries.search(text, RESULTS) if text else []
    return render(request, "places/search.html", {"q": text, "found": found})


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """The options of the combobox; it leaves those it shows where there are too many questions."""
    text = _typed(request)
    if not _may_search(request, text):
        return _later(HttpResponse())
    return render(request, "places/_options.html", {"q": text, "found": queries.search(text, SUGGESTIONS)})


def _typed(request: HttpRequest) -> str:
    return one_line(request.GET.get("q", ""))[: names.LONGEST]


def _may_search(request: HttpRequest, text: str) -> bool:
    return not text or limits.allow(f"search:{limits.visitor(request)}", SEARCHES_A_MINUTE, 60)


def _later(answer: HttpResponse) -> HttpResponse:
    answer.status_code, answer["Retry-After"] = 429, "60"
    return answer
