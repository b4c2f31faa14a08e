"""What this room tells and notes: its notices, and the verbs of the audit trail in words."""

from django.utils.translation import gettext_lazy as _

from placette.civic import venues
from placette.notices.kinds import Group, Kind, register
from placette.people.standing import Standing
from placette.places import events, sections
from placette.places import leaving as places
from placette.trust import trail

from . import leaving, telling
from .actions import moving
from .directory import actions as directory
from .directory.queries import on_the_commune, placed
from .reports import actions as reports


def fill() -> None:
    for name, label, sentence, concerns in (
        ("space_ends", _("L’essai ou le contrat se termine"), telling.end_sentence, telling.keeps_a_town_hall),
        ("space_state", _("L’espace de la commune change d’état"), telling.state_sentence, telling.keeps_a_town_hall),
        ("opening_asked", _("Une mairie demande son espace"), telling.opening_sentence, _operates),
        ("contract_accepted", _("Un contrat attend une signature"), telling.accepted_sentence, _operates),
        ("export_ready", _("L’export de la commune est prêt"), telling.export_sentence, telling.keeps_a_town_hall),
        ("opening_joined", _("Je rejoins l’espace de ma mairie"), telling.joined_sentence, telling.keeps_a_town_hall),
        ("opening_refused", _("Ma demande d’espace"), telling.refused_sentence, telling.keeps_a_town_hall),
    ):  # fmt: skip
        register(Kind(name, label, sentence, "megaphone", Group.ACCOUNT, concerns=concerns))
    register(
        Kind(
            "monthly_report",
            _("Le rapport du mois est prêt"),
            reports.sentence,
            "print",
            concerns=reports.concerns,
        )
    )
    events.merged.extend([reports.move, directory.move, moving.move])
    sections.sections.append(on_the_commune)
    venues.sources.append(placed)
    places.tables.append(leaving.tables)
    places.pictures.append(leaving.pictures)
    places.erasers.append(leaving.erase)
    trail.sentences.update(
        {
            "space.trial": _("Essai ouvert le %(on)s, jusqu’au %(until)s"),
            "space.contract": _("Sous contrat depuis le %(on)s, jusqu’au %(until)s"),
            "space.renewed": _("Contrat renouvelé jusqu’au %(until)s"),
            "space.grace": _("Lecture seule depuis le %(on)s, jusqu’au %(until)s"),
            "space.closed": _("Espace fermé le %(on)s"),
            "space.left": _("La mairie arrête : %(because)s"),
            "space.erased": _("Tout ce qui était de l’espace a été effacé le %(on)s"),
            "space.suspended": _("Espace suspendu : %(because)s"),
            "space.resumed": _("Espace rouvert"),
            "space.dressed": _("Couleurs, blason ou mot d’accueil changés"),
            "opening.refused": _("Demande d’ouverture refusée"),
            "quote.made": _("Devis %(number)s"),
            "contract.accepted": _("Devis %(number)s accepté"),
            "contract.signed": _("Contrat %(number)s signé"),
            "contract.absorbed": _(
                "Contrat %(number)s remplacé par celui de la commune réunie, qui dure plus longtemps"
            ),
            "grid.changed": _("Nouvelle grille de prix à partir du %(on)s"),
            "export.asked": _("Export demandé"),
            "directory.imported": _(
                "Annuaire : %(fresh)s lignes nouvelles, %(changed)s changées, %(refused)s refusées"
            ),
            "directory.changed": _("Une ligne de l’annuaire a été corrigée"),
            "directory.removed": _("Une ligne de l’annuaire a été retirée"),
        }
    )


def _operates(standing: Standing) -> bool:
    return standing.is_operator
