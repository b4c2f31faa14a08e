"""The papers of a contract, for the officers of the town hall and for the operators."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from placette.core import limits

from . import papers, rules
from .models import Contract, Quote

PAPERS_AN_HOUR = 60


@login_required
@require_safe
def quote(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Quote.objects.select_related("commune"), pk=pk)
    return _printed(request, found.commune_id, found.number, lambda: papers.quote(found))


@login_required
@require_safe
def contract(request: HttpRequest, pk: int) -> HttpResponse:
    known = Contract.objects.select_related("quote__commune", "accepted_by", "signed_by")
    found = get_object_or_404(known, pk=pk)
    return _printed(request, found.commune_id, found.number, lambda: papers.contract(found))


def _printed(request: HttpRequest, code: str, number: str, make: Callable[[], bytes]) -> HttpResponse:
    standing = request.standing  # type: ignore[attr-defined]
    if not rules.may_keep_space(standing, code) and not rules.may_operate(standing):
        raise Http404
    if not limits.allow(f"papers:{request.user.pk}", PAPERS_AN_HOUR, 3600):
        return render(request, "429.html", status=429)
    answer = HttpResponse(make(), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    return answer
