"""Doors of pages for signed-in people, and of the desks of town halls."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from placette.people import newcomers, rules
from placette.people.standing import Standing
from placette.places import space_doors
from placette.places.models import Commune

type View = Callable[..., HttpResponse]


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


def at_a_desk(
    may: Callable[[Standing, str], bool], of: Callable[[int], str | None] | None = None
) -> Callable[[View], View]:
    """For those who `may` act for a commune; 404 for everybody else: who is not of the town hall need not know that its
    desk is here.

    Who works for several town halls stands at the desk of `commune`, or else of the first by its code; on a page about
    one thing, at the desk of the commune that it is `of`, by its number. While the space of that commune is closed to her
    act, she is told so, wherever she lives.
    """

    def door(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            desks = desks_of(request.standing, may)  # type: ignore[attr-defined]
            code = of(kwargs["pk"]) if of else _asked(request, desks)  # type: ignore[arg-type]
            if code is None or code not in desks:
                raise Http404
            refused = space_doors.refusal(request, desks[code])
            return refused or view(request, desks[code], *args, **kwargs)

        guarded.is_at_a_desk = True  # type: ignore[attr-defined]
        return guarded

    return door


def whose(things: type[Model], commune: str = "commune") -> Callable[[int], str | None]:
    """Of which commune one of these things is, by its number, and by the path from it to its commune."""
    return lambda pk: things._default_manager.filter(pk=pk).values_list(commune, flat=True).first()


def _asked(request: HttpRequest, desks: dict[str, Commune]) -> str:
    sent = request.POST if request.method == "POST" else request.GET
    return sent.get("commune") or request.GET.get("commune") or next(iter(desks), "")


def desks_of(standing: Standing, may: Callable[[Standing, str], bool]) -> dict[str, Commune]:
    """The communes for which she may act, by code, in order."""
    communes = {role.commune.pk: role.commune for role in standing.roles if role.commune}
    return {code: communes[code] for code in sorted(communes) if may(standing, code)}


def desk_tabs(desks: dict[str, Commune], commune: Commune, view: str) -> list[dict[str, object]]:
    """Between which desks she may change; none where there is one only."""
    if len(desks) < 2:
        return []
    return [
        {"label": each.name, "href": reverse(view, query={"commune": code}), "current": each == commune}
        for code, each in desks.items()
    ]
