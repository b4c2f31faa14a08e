"""The frame of the town hall's pages."""

from typing import Any

from django import template

from placette.townhall import nav

register = template.Library()


@register.inclusion_tag("townhall/tabs.html", takes_context=True)
def desk_tabs(context: dict[str, Any]) -> dict[str, Any]:
    """Wants `commune` in the page's context."""
    request = context["request"]
    return {"tabs": nav.tabs(request.standing, context["commune"], request.path)}
