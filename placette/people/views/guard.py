"""Doors of pages for signed-in people."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from placette.people import rules


def closed_door(request: HttpRequest) -> HttpResponse:
    """What somebody reads who is not (yet) a verified neighbour: how to become one."""
    if not request.standing.memberships and not request.standing.town_halls:  # type: ignore[attr-defined]
        return redirect("people:welcome")
    return render(request, "people/closed_door.html", {"steps": rules.steps(request.standing)}, status=403)  # type: ignore[attr-defined]


def neighbours_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For verified people; others meet the closed door, the signed-out the sign-in page."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.standing.is_verified:  # type: ignore[attr-defined]
            return closed_door(request)
        return view(request, *args, **kwargs)

    return guarded
