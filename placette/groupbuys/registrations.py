"""What the grouped purchases tell the rooms below: their notices, what moves with a merged commune."""

from django.utils.translation import gettext_lazy as _

from placette.notices import kinds
from placette.notices.kinds import Group, Kind
from placette.places import events

from . import panels, sentences
from .actions.campaigns import move
from .panels_before import interest_panel, report_panel


def register() -> None:
    events.merged.append(move)
    kinds.register(
        Kind("purchase", _("Mes achats groupés : le prix, la clôture, ma part"), sentences.told, "basket")
    )
    kinds.register(
        Kind(
            "purchase_report",
            _("Les achats groupés signalés"),
            sentences.reported,
            "flag",
            Group.MINE,
            concerns=lambda standing: standing.is_operator,
        )
    )
    panels.panels += [interest_panel, report_panel]
