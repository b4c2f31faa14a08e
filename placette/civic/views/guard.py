"""The doors of the officer's pages about what the town hall says and asks."""

from collections.abc import Callable
from functools import wraps

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from placette.civic import rules
from placette.people.views.guard import View, at_a_desk, desk_tabs, desks_of, whose
from placette.places.clock import zone_of
from placette.places.models import Commune


def at_the_desk(view: View) -> View:
    """For those who speak for a town hall, on the clocks of its commune."""
    return at_a_desk(rules.may_announce)(_on_its_clocks(view))


def at_the_desk_of(things: type[Model], commune: str = "commune") -> Callable[[View], View]:
    """As at_the_desk, of the commune of the thing that the address numbers: another desk of hers says nothing of it."""
    door = at_a_desk(rules.may_announce, whose(things, commune))
    return lambda view: door(_on_its_clocks(view))


def _on_its_clocks(view: View) -> View:
    @wraps(view)
    def timed(request: HttpRequest, commune: Commune, *args: object, **kwargs: object) -> HttpResponse:
        with timezone.override(zone_of(commune.pk)):
            return view(request, commune, *args, **kwargs)

    return timed


def tabs_of(request: HttpRequest, commune: Commune, view: str) -> list[dict[str, object]]:
    return desk_tabs(desks_of(request.standing, rules.may_announce), commune, view)
