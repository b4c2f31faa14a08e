"""The doors of the officer's pages about what the town hall says and asks."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from placette.civic import rules
from placette.places.clock import zone_of
from placette.places.models import Commune


def at_the_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who speak for a town hall, on the clocks of its commune; 404 for everybody else.

    Who works for several town halls stands at the desk of `commune`, or else of the first by its code.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        desks = desks_of(request)
        sent = request.POST if request.method == "POST" else request.GET
        code = sent.get("commune") or request.GET.get("commune") or next(iter(desks), "")
        if code not in desks:
            raise Http404
        with timezone.override(zone_of(code)):
            return view(request, desks[code], *args, **kwargs)

    return guarded


def desks_of(request: HttpRequest) -> dict[str, Commune]:
    """The communes for which she may speak, by code."""
    standing = request.standing
    communes = {role.commune_id: role.commune for role in standing.roles if role.commune}
    return {code: communes[code] for code in sorted(communes) if rules.may_announce(standing, code)}


def tabs_of(request: HttpRequest, commune: Commune, view: str) -> list[dict[str, object]]:
    """The desks between which she may change; none where there is one only."""
    desks = desks_of(request)
    if len(desks) < 2:
        return []
    return [
        {"label": each.name, "href": reverse(view, query={"commune": code}), "current": each == commune}
        for code, each in desks.items()
    ]
