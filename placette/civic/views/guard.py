"""The doors of the officer's pages about what the town hall says and asks."""

from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from placette.civic import rules
from placette.people.views.guard import View, at_a_desk, desk_tabs, desks_of
from placette.places.clock import zone_of
from placette.places.models import Commune


def at_the_desk(view: View) -> View:
    """For those who speak for a town hall, on the clocks of its commune."""

    @at_a_desk(rules.may_announce)
    @wraps(view)
    def guarded(request: HttpRequest, commune: Commune, *args: object, **kwargs: object) -> HttpResponse:
        with timezone.override(zone_of(commune.pk)):
            return view(request, commune, *args, **kwargs)

    return guarded


def tabs_of(request: HttpRequest, commune: Commune, view: str) -> list[dict[str, object]]:
    return desk_tabs(desks_of(request.standing, rules.may_announce), commune, view)
