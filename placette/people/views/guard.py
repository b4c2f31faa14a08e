"""Doors of pages for signed-in people."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from placette.people import newcomers, rules


def closed_door(request: HttpRequest) -> HttpResponse:
    """What somebody reads who is not (yet) a verified neighbour: how to become one."""
    if not request.standing.memberships and not request.standing.town_halls:  # type: ignore[attr-defined]
        return redirect("people:welcome")
    standing = request.standing  # type: ignore[attr-defined]
    context = {"steps": rules.steps(standing), "sections": newcomers.shown(standing)}
    return render(request, "people/closed_door.html", context, status=403)


def neighbours_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For verified people; others meet the closed door, the signed-out the sign-in page."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.standing.is_verified:  # type: ignore[attr-defined]
            return closed_door(request)
        return view(request, *args, **kwargs)

    return guarded
