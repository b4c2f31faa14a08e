"""What the grouped purchases tell the other rooms: their notices, what moves with a merged commune, their place on the square."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.notices import kinds
from placette.notices.kinds import Kind
from placette.people.standing import Standing
from placette.places import events

from . import given_up, sentences
from .actions.campaigns import move
from .panels import panels
from .queries.campaigns import soonest


def register() -> None:
    events.merged.append(move)
    panels.append(given_up.panel)
    kinds.register(
        Kind("purchase", _("Mes achats groupés : le prix, la clôture, ma part"), sentences.told, "basket")
    )


def soonest_on_the_square(standing: Standing) -> tuple[str, dict[str, Any]] | None:
    """The next ones to close, where there are any."""
    cards = soonest(standing, timezone.now())
    return ("groupbuys/_on_the_square.html", {"cards": cards}) if cards else None
