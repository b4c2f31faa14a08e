"""« Comment venir ? » as a part of any page: {% load coming %}{% how_to_come place moment title path %}."""

import uuid
from datetime import datetime
from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils import timezone

from placette.carpool.coming import Thing, at_commune, at_point, coming
from placette.carpool.geometry import Point
from placette.carpool.riding import End
from placette.places.models import Commune

register = template.Library()


@register.inclusion_tag("carpool/_how_to_come.html", takes_context=True)
def how_to_come(
    context: RequestContext,
    place: Commune | End | None,
    at: datetime | None,
    title: str = "",
    path: str = "",
    point: Point | None = None,
    words: str = "",
) -> dict[str, Any]:
    """For verified neighbours who do not live there, as long as it is to come. With `path`, its own address, a trip that
    is offered from here names it by its title. With `point`, where in that commune it is, it leads there, and is for those
    who live in the commune as well; with `words` it is public, by that name and to the metre; else its hexagon.
    """
    standing = context["request"].standing
    end = at_commune(place) if isinstance(place, Commune) else place
    if point:
        end = at_point(point, words, place.name if place else "")
    if end is None or at is None or at <= timezone.now() or not standing.is_verified:
        return {}
    return {
        "coming": coming(standing, Thing(end, at, title, path), is_exact=point is not None),
        "place": title or end.name,
        "at": at,
        "key": uuid.uuid4(),
        "csrf_token": context.get("csrf_token"),
    }
