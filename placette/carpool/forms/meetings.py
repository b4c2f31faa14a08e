"""Where a driver may be met on her way, as the form that asks for a seat offers it."""

from typing import Any

from django.utils.translation import gettext as _

from placette.carpool import ends
from placette.carpool.models import Way
from placette.carpool.models.areas import CREDIT
from placette.carpool.queries import meeting
from placette.core.templatetags.amounts import kilometres
from placette.people.standing import Standing
from placette.places import spots


def on_her_road(standing: Standing, way: Way) -> dict[str, Any]:
    """Places on the driver's way, for who lives near enough: « Aire de la Gare, à 600 m de Fonsorbes »; and whose they are."""
    home = ends.home_of(standing)
    town = standing.home.commune.name if standing.home and home else spots.town(way.start_name)
    passed = meeting.passed(way, home or way.start)
    said = [
        (
            each.end.name,
            _("%(area)s, à %(metres)s de %(town)s")
            % {"area": each.called, "metres": kilometres(each.metres), "town": town},
        )
        for each in passed
    ]
    return {"meetings": said, "credit": CREDIT if any(each.is_of_the_base for each in passed) else ""}
