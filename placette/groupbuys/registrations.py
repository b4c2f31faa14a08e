"""What the grouped purchases tell the rooms below: their notices, what moves with a merged commune."""

from django.utils.translation import gettext_lazy as _

from placette.notices import kinds
from placette.notices.kinds import Kind
from placette.places import events

from . import sentences, shares
from .actions.campaigns import move
from .panels import panels


def register() -> None:
    events.merged.append(move)
    kinds.register(
        Kind("purchase", _("Mes achats groupés : le prix, la clôture, ma part"), sentences.told, "basket")
    )
    panels.extend([shares.share_panel, shares.order_panel])
