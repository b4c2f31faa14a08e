"""What the town hall's words tell the other rooms: their notices, what moves with a merged commune, its public page."""

from django.utils.translation import gettext_lazy as _

from placette.notices import kinds
from placette.notices.kinds import Group, Kind
from placette.notices.models import Preference
from placette.people.standing import Standing
from placette.places import events
from placette.places import sections as of_communes

from . import report_sentences, sentences, showing
from .actions import announcements, ideas, polls, reports


def register() -> None:
    events.merged.extend([announcements.move, polls.move, reports.move, ideas.move])
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
    kinds.register(
        Kind("report", _("Les signalements que je suis"), report_sentences.changed, "map-pin", Group.AROUND)
    )
    kinds.register(
        Kind(
            "report_new",
            _("Un nouveau signalement arrive à la mairie"),
            report_sentences.arrived,
            "map-pin",
            Group.AROUND,
            daily,
            concerns=_works_there,
        )
    )
    kinds.register(
        Kind("idea", _("Les idées que je soutiens"), report_sentences.idea_changed, "star", Group.AROUND)
    )
    of_communes.sections.append(showing.on_the_commune)


def _works_there(standing: Standing) -> bool:
    return bool(standing.town_halls)
