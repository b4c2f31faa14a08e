"""What invitations add to the rooms below: their tab, their notice, their lines of the trail, the first week's way to them."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.impact.brought import sources
from placette.listings import square
from placette.notices.kinds import Group, Kind
from placette.notices.kinds import register as register_kind
from placette.people.standing import Standing
from placette.places import events
from placette.places import leaving as places
from placette.townhall import first_week
from placette.townhall.dashboard import sections
from placette.townhall.nav import Door, doors
from placette.trust import trail

from . import arrivals, board, leaving, rules


def register() -> None:
    doors.append(Door("invitations", gettext_lazy("Invitations"), "invitations:campaigns", "mail"))
    register_kind(
        Kind(
            "letters_ready",
            gettext_lazy("Des lettres sont prêtes à imprimer"),
            _said,
            "mail",
            Group.ACCOUNT,
            concerns=lambda standing: bool(standing.town_halls),
        )
    )
    register_kind(
        Kind(
            "letters_given_up",
            gettext_lazy("Des lettres n’ont pas pu être préparées"),
            _given_up,
            "mail",
            Group.ACCOUNT,
            concerns=lambda standing: bool(standing.town_halls),
        )
    )
    trail.sentences.update(
        {
            "invitations.begun": gettext_lazy("Des invitations se préparent : %(count)s."),
            "invitations.poster": gettext_lazy("Une affiche a été préparée."),
            "invitations.cancelled": gettext_lazy("Une campagne d’invitations a été annulée."),
            "invitations.taken": gettext_lazy("Des lettres ont été téléchargées : %(first)s à %(last)s."),
        }
    )
    sections.sections.append(board.section)
    square.sections.append(on_the_square)
    sources.append(arrivals.brought)
    places.tables.append(leaving.tables)
    places.erasers.append(leaving.erase)
    events.merged.append(leaving.move)
    user_logged_in.connect(arrivals.count, dispatch_uid="invitations.count_who_came")
    first_week.tasks[:] = [
        replace(each, url="invitations:campaigns") if each.name == "invitations" else each
        for each in first_week.tasks
    ]


def on_the_square(standing: Standing) -> tuple[str, dict[str, Any]] | None:
    """The way to the posters for those who put them up; an officer has her desk. No query."""
    puts_up = any(rules.puts_up_posters(standing, code) for code in standing.verified)
    return ("invitations/_on_the_square.html", {}) if puts_up else None


def _said(facts: dict[str, Any]) -> str:
    return _("Vos lettres « %(name)s » sont prêtes : %(count)s à imprimer dans les sept jours.") % facts


def _given_up(facts: dict[str, Any]) -> str:
    return _(
        "Vos lettres « %(name)s » n’ont pas pu être préparées : une panne chez nous. La liste est effacée ; renvoyez-la quand vous voulez."
    ) % {"name": facts["name"]}
