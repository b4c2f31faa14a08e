"""From an address that names no commune to the page of one's own."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe


def own(name: str) -> Callable[[HttpRequest], HttpResponse]:
    """A view that leads to the page called `name` of one's commune; without one to where it is chosen."""

    @login_required
    @require_safe
    def mine(request: HttpRequest) -> HttpResponse:
        commune = request.standing.home_commune  # type: ignore[attr-defined]
        return redirect(name, commune.key) if commune else redirect("people:welcome")

    return mine
