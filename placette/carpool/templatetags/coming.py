"""« Comment venir ? » as a part of any page: {% load coming %}{% how_to_come title commune moment path %}."""

from datetime import datetime
from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils import timezone

from placette.carpool.coming import coming
from placette.places.models import Commune

register = template.Library()


@register.inclusion_tag("carpool/_how_to_come.html", takes_context=True)
def how_to_come(
    context: RequestContext, title: str, commune: Commune, at: datetime | None, path: str = ""
) -> dict[str, Any]:
    """For verified neighbours, as long as it is to come. With `path`, its own address, who drives there is shown."""
    standing = context["request"].standing
    if at is None or at <= timezone.now() or not standing.is_verified:
        return {}
    shown = coming(standing, title, commune, at, path)
    return {"coming": shown, "commune": commune} if shown.search_url or shown.drive_url else {}
