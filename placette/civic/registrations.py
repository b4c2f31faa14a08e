"""What the town hall's words tell the other rooms: their notices, what moves with a merged commune, its public page."""

from django.utils.translation import gettext_lazy as _

from placette.notices import kinds
from placette.notices.kinds import Group, Kind
from placette.notices.models import Preference
from placette.people.standing import Standing
from placette.places import events
from placette.places import leaving as places
from placette.places import sections as of_communes
from placette.trust import trail

from . import by_mail, leaving, report_sentences, sentences, showing
from .actions import announcements, ideas, polls, reports


def register() -> None:
    events.merged.extend([announcements.move, polls.move, reports.move, ideas.move])
    places.tables.append(leaving.tables)
    places.pictures.append(leaving.pictures)
    places.erasers.append(leaving.erase)
    by_mail.register_acts()
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
            acts=by_mail.of_poll,
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
    trail.sentences.update(
        {
            "announcement.published": _("Une actualité a été publiée (n° %(announcement)s)"),
            "announcement.shared": _(
                "Une annonce commune a été publiée (n° %(announcement)s, %(communes)s communes)"
            ),
            "announcement.planned": _(
                "Une annonce commune a été programmée (n° %(announcement)s, %(communes)s communes)"
            ),
            "announcement.reworded": _("Une annonce commune a été modifiée (n° %(announcement)s)"),
            "announcement.dropped": _(
                "Une annonce commune a été supprimée avant de paraître (n° %(announcement)s)"
            ),
            "announcement.unshared": _("Une annonce commune a été retirée (n° %(announcement)s)"),
            "announcement.changed": _("Une actualité a été modifiée (n° %(announcement)s)"),
            "announcement.ended": _("Une alerte a été levée (n° %(announcement)s)"),
            "announcement.withdrawn": _("Une actualité a été retirée (n° %(announcement)s)"),
            "poll.published": _("Une consultation a été publiée (n° %(poll)s)"),
            "poll.withdrawn": _("Une consultation a été retirée, ses votes effacés (n° %(poll)s)"),
            "poll.counted": _("Une consultation a été dépouillée (n° %(poll)s)"),
            "report.hidden": _("Un signalement a été masqué (n° %(report)s)"),
            "report.shown": _("Un signalement est de nouveau visible (n° %(report)s)"),
            "idea.hidden": _("Une idée a été masquée (n° %(idea)s)"),
            "idea.shown": _("Une idée est de nouveau visible (n° %(idea)s)"),
            "comment.hidden": _("Un commentaire a été masqué (n° %(comment)s)"),
            "categories.changed": _("Les rubriques des signalements ont été changées"),
            "open311.key_issued": _("Une application a reçu une clé (n° %(key)s)"),
            "open311.key_revoked": _("La clé d’une application a été révoquée (n° %(key)s)"),
        }
    )


def _works_there(standing: Standing) -> bool:
    return bool(standing.town_halls)
