"""What the team adds to the rooms below: its tab, its notices, its lines of the trail, its place on the commune's page."""

from dataclasses import replace
from typing import Any

from allauth.mfa.signals import authenticator_added
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.notices.kinds import Group, Kind
from placette.notices.kinds import register as register_kind
from placette.people.models import Role
from placette.places import events, leaving, sections
from placette.townhall import first_week
from placette.townhall.nav import Door, doors
from placette.trust import trail

from . import queries, second_factor
from .actions.moving import erase, move


def register() -> None:
    doors.append(Door("team", gettext_lazy("L’équipe"), "team:team", "users"))
    register_kind(
        Kind("role", gettext_lazy("Un rôle que votre mairie vous confie"), _said, "shield", Group.ACCOUNT)
    )
    trail.sentences.update(
        {
            "role.invited": gettext_lazy("Une invitation est partie : %(role)s."),
            "role.withdrawn": gettext_lazy("Une invitation a été retirée : %(role)s."),
            "role.given": gettext_lazy("Un rôle a été accepté : %(role)s."),
            "role.ended": gettext_lazy("Un rôle a pris fin : %(role)s."),
        }
    )
    sections.sections.append(queries.on_the_commune)
    events.merged.append(move)
    leaving.erasers.append(erase)
    first_week.tasks[:] = [
        replace(each, url="team:team") if each.name in {"moderators", "ambassadors"} else each
        for each in first_week.tasks
    ]
    authenticator_added.connect(second_factor.added, dispatch_uid="team.second_factor")


def _said(facts: dict[str, Any]) -> str:
    role = str(dict(Role.Name.choices).get(facts["role"], facts["role"]))
    names = {"role": role, "commune": facts["commune"]}
    if facts["ended"]:
        return _("Votre rôle a pris fin à %(commune)s : %(role)s.") % names
    return _("Vous avez maintenant un rôle à %(commune)s : %(role)s.") % names
