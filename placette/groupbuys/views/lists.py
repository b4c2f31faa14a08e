"""The grouped purchases around, and one's own."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from placette.groupbuys import rules
from placette.groupbuys.queries import campaigns as queries
from placette.people.views.guard import neighbours_only

LAST_PAGE = 1000


@neighbours_only
@require_safe
def square(request: HttpRequest) -> HttpResponse:
    """Seven queries, however many there are: session, person, memberships, roles and communes around; then queries.square."""
    asked = request.GET.get("page", "1")
    page = min(int(asked), LAST_PAGE) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1
    found = queries.square(request.standing, timezone.now(), max(page, 1))  # type: ignore[attr-defined]
    return render(request, "groupbuys/square.html", {"square": found})


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    found = queries.mine(request.user)  # type: ignore[arg-type]
    shown = {
        "drafts": [each for each in found if each.organised and each.state == "draft"],  # type: ignore[attr-defined]
        "organised": [each for each in found if each.organised and each.state != "draft"],  # type: ignore[attr-defined]
        "joined": [each for each in found if each.joined],  # type: ignore[attr-defined]
        "may_organise": rules.may_organise(request.standing),  # type: ignore[attr-defined]
    }
    return render(request, "groupbuys/mine.html", shown)
