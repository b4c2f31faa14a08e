"""What the grouped purchases tell the rooms below: their notices, what moves with a merged commune."""

from django.utils.translation import gettext_lazy as _

from placette.notices import kinds
from placette.notices.kinds import Group, Kind
from placette.people import profile
from placette.places import events

from . import panels, sentences
from .actions.campaigns import move
from .collecting import panel
from .collecting import profile as of_profiles
from .collecting import sentences as of_collecting
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
    kinds.register(
        Kind("collecting", _("Mes achats groupés : le retrait, les mercis"), of_collecting.told, "basket")
    )
    kinds.register(
        Kind("collecting_tomorrow", _("Un rappel la veille d’un retrait"), of_collecting.told, "calendar")
    )
    panels.panels.extend([interest_panel, panel.collecting, panel.done, panel.again, report_panel])
    profile.sections.append(of_profiles.section)
