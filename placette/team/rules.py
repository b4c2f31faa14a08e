"""Who gives roles, who may hold them, and what each opens. Pages say it in these words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from placette.people.models import Role
from placette.people.standing import Standing

GIVEN = (
    Role.Name.OFFICER,
    Role.Name.ELECTED,
    Role.Name.MODERATOR,
    Role.Name.AMBASSADOR,
    Role.Name.ASSOCIATION,
    Role.Name.SOCIAL,
)
OPENS: dict[str, str | Promise] = {
    Role.Name.OFFICER: _(
        "Tout le bureau de la mairie : équipe, actualités, consultations, guichet, lettres, chiffres. Jamais les échanges entre habitants."
    ),
    Role.Name.ELECTED: _("La page du maire et les chiffres de la commune."),
    Role.Name.MODERATOR: _(
        "Un rôle visible de tous, qui imprime aussi les affiches. La file des signalements s’ouvrira à ce rôle dès qu’elle existera."
    ),
    Role.Name.AMBASSADOR: _(
        "Accueillir les nouveaux, imprimer les affiches, et être prévenu·e des demandes restées sans réponse."
    ),
    Role.Name.ASSOCIATION: _("Un rôle visible de tous : on sait que vous parlez pour votre association."),
    Role.Name.SOCIAL: _(
        "Lire ce que les habitants écrivent au CCAS, et leur répondre : vous seuls, jamais la mairie ni Placette."
    ),
}


def may_give_roles(standing: Standing, commune_code: str) -> bool:
    """Invite to the team and end a role: the officers of that town hall."""
    return commune_code in standing.town_halls


def may_hold(standing: Standing, name: str, commune_code: str) -> bool:
    """Accept a role: everybody, but verified residents alone for those of residents, and for the social service, whose
    letters neither the town hall nor the site reads, no officer, nobody who is elected there, no operator.
    """
    if name == Role.Name.SOCIAL:
        return not standing.is_operator and commune_code not in standing.town_halls | standing.elected
    return name not in Role.OF_RESIDENTS or commune_code in standing.verified
