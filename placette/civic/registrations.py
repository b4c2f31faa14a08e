"""What the town hall's words tell the other rooms: their notices, what moves with a merged commune, its public page."""

from django.utils.translation import gettext_lazy as _

from placette.notices import kinds
from placette.notices.kinds import Group, Kind
from placette.notices.models import Preference
from placette.places import events
from placette.places import sections as of_communes
from placette.trust import trail

from . import sentences, showing
from .actions import announcements, polls


def register() -> None:
    events.merged.extend([announcements.move, polls.move])
    daily = Preference.Rhythm.DAILY
    kinds.register(Kind("alert", _("Une alerte de la mairie"), sentences.alerted, "alert", Group.AROUND))
    kinds.register(
        Kind(
            "announcement_important",
            _("Une information importante de la mairie"),
            sentences.announced,
            "megaphone",
            Group.AROUND,
        )
    )
    kinds.register(
        Kind(
            "announcement",
            _("Les actualités de la mairie"),
            sentences.announced,
            "megaphone",
            Group.AROUND,
            daily,
        )
    )
    kinds.register(
        Kind(
            "poll",
            _("Les consultations de la mairie et leur résultat"),
            sentences.asked,
            "check",
            Group.AROUND,
            daily,
        )
    )
    of_communes.sections.append(showing.on_the_commune)
    trail.sentences.update(
        {
            "announcement.published": _("Une actualité a été publiée (n° %(announcement)s)"),
            "announcement.changed": _("Une actualité a été modifiée (n° %(announcement)s)"),
            "announcement.ended": _("Une alerte a été levée (n° %(announcement)s)"),
            "announcement.withdrawn": _("Une actualité a été retirée (n° %(announcement)s)"),
            "poll.published": _("Une consultation a été publiée (n° %(poll)s)"),
            "poll.withdrawn": _("Une consultation a été retirée, ses votes effacés (n° %(poll)s)"),
            "poll.counted": _("Une consultation a été dépouillée (n° %(poll)s)"),
        }
    )
