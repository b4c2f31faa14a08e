"""Why a ride is among the matches, in one sentence: « Passe à 300 m de votre départ à 7 h 52, environ 4 min de détour »."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placette.carpool.queries.matches import Match
from placette.core.moments import hour_in_words
from placette.core.templatetags.amounts import kilometres

SAME_PLACE = 300  # metres
SAID = 3_000  # metres beside the line: beyond, nobody would say that she passes


def why(match: Match) -> str:
    """Of a driver, for who looks for a seat. « environ » and « vers » where no router knows the road."""
    facts = _facts(match)
    if match.at_area:
        said = _("Vous prend à ce lieu de rendez-vous à %(hour)s, %(detour)s.")
    elif match.metres_from_start <= SAME_PLACE:
        said = _("Part du même endroit que vous à %(hour)s, %(detour)s.")
    elif match.metres_beside > SAID:
        said = _("Vient vous prendre à votre départ vers %(hour)s, %(detour)s.")
    elif match.is_estimated:
        said = _("Passe à environ %(metres)s de votre départ vers %(hour)s, %(detour)s.")
    else:
        said = _("Passe à %(metres)s de votre départ à %(hour)s, %(detour)s.")
    return said % facts


def why_along(match: Match) -> str:
    """Of somebody who waits, for who drives."""
    facts = _facts(match)
    if match.metres_beside > SAID:
        return _("Vous attend vers %(hour)s, %(detour)s.") % facts
    if match.is_estimated:
        return _("Attend à environ %(metres)s de votre route vers %(hour)s, %(detour)s.") % facts
    return _("Attend à %(metres)s de votre route à %(hour)s, %(detour)s.") % facts


def _facts(match: Match) -> dict[str, str]:
    minutes = match.detour_minutes
    detour = ngettext("environ %(minutes)s min de détour", "environ %(minutes)s min de détour", minutes) % {
        "minutes": minutes
    }
    return {
        "hour": hour_in_words(timezone.localtime(match.terms.pick_up_at).time()),
        "metres": kilometres(max(100, round(match.metres_beside))),
        "detour": detour if minutes else _("sans détour"),
    }
