"""What the grouped purchases tell the other rooms: their notices, what moves with a merged commune, their place on the square."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from placette.notices import kinds
from placette.notices.kinds import Group, Kind
from placette.people import newcomers as of_newcomers
from placette.people import profile
from placette.people.standing import Standing
from placette.places import events
from placette.places import leaving as places
from placette.places import sections as of_communes

from . import by_mail, leaving, newcomers, panels, sentences, shares
from .actions.campaigns import move
from .asking import report_panel
from .collecting import commune, on_slips, panel
from .collecting import profile as of_profiles
from .collecting import sentences as of_collecting
from .papers import notes
from .queries.campaigns import soonest


def register() -> None:
    events.merged.append(move)
    places.erasers.append(leaving.erase)
    by_mail.register_acts()
    kinds.register(
        Kind(
            "purchase",
            _("Mes achats groupés : le prix, la clôture, ma part"),
            sentences.told,
            "basket",
            acts=by_mail.of_purchase,
        )
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
    panels.panels.extend(
        [
            shares.order_panel,
            panel.collecting,
            panel.done,
            panel.again,
        ]
    )
    panels.below.append(report_panel)
    profile.sections.append(of_profiles.section)
    of_newcomers.sections.append(newcomers.section)
    user_logged_in.connect(newcomers.remember, dispatch_uid="groupbuys.remember_invitation")
    notes.notes.append(on_slips.notes)
    of_communes.sections.append(commune.section)


def soonest_on_the_square(standing: Standing) -> tuple[str, dict[str, Any]] | None:
    """The next ones to close, where there are any."""
    cards = soonest(standing, timezone.now())
    return ("groupbuys/_on_the_square.html", {"cards": cards}) if cards else None
