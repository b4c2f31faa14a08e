"""What officers and operators are told of the life of a space: each once, on the site and by e-mail at once."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placette.notices.actions import notify
from placette.people.models import Person, Role
from placette.people.standing import Standing
from placette.places.models import Space


def of_the_end(space: Space, left: int, days: int) -> None:
    _tell(space, "space_ends", f"{space.ends_on}:{days}", left=left)


def of_the_state(space: Space) -> None:
    _tell(space, "space_state", f"{space.state}:{space.ends_on or space.closed_at}")


def operators() -> list[int]:
    found = Person.objects.filter(is_operator=True, is_active=True)
    return list(found.order_by("pk").values_list("pk", flat=True))


def _tell(space: Space, kind: str, which: str, **facts: Any) -> None:
    """Who is both an officer and an operator is told once."""
    roles = Role.objects.filter(commune=space.commune_id, name=Role.Name.OFFICER, until=None)
    officers = list(roles.order_by("pk").values_list("person_id", flat=True))
    facts |= {
        "commune": space.commune.name,
        "state": space.state,
        # Not « until », which says when a notice stops being news.
        "ends": space.ends_on.isoformat() if space.ends_on else "",
    }
    key = f"{kind}:{space.commune_id}:{which}"
    desk = reverse("townhall:space") + f"?commune={space.commune_id}"
    notify(officers, kind, desk, key, **facts)
    notify(
        [each for each in operators() if each not in officers],
        kind,
        reverse("townhall:operator_commune", args=[space.commune_id]),
        key,
        **facts,
    )


def end_sentence(facts: dict[str, Any]) -> str:
    known = {"commune": facts.get("commune", ""), "day": _day(facts), "n": facts.get("left", 0)}
    if not known["n"]:
        said = _("L’espace de %(commune)s : c’est aujourd’hui le dernier jour (%(day)s).")
    elif facts.get("state") == Space.State.TRIAL:
        said = ngettext(
            "L’essai de %(commune)s se termine dans %(n)s jour, le %(day)s.",
            "L’essai de %(commune)s se termine dans %(n)s jours, le %(day)s.",
            known["n"],
        )
    else:
        said = ngettext(
            "Le contrat de %(commune)s se termine dans %(n)s jour, le %(day)s.",
            "Le contrat de %(commune)s se termine dans %(n)s jours, le %(day)s.",
            known["n"],
        )
    return said % known


def state_sentence(facts: dict[str, Any]) -> str:
    known = {"commune": facts.get("commune", ""), "day": _day(facts)}
    said = {
        "trial": _("L’espace de %(commune)s est ouvert à l’essai jusqu’au %(day)s."),
        "contract": _("Le contrat de %(commune)s est signé : l’espace est ouvert jusqu’au %(day)s."),
        "grace": _("L’espace de %(commune)s est en lecture seule jusqu’au %(day)s. Rien n’est perdu."),
        "closed": _("L’espace de %(commune)s est fermé. Son export vous attend soixante jours."),
    }
    return said[facts.get("state", "trial")] % known


def keeps_a_town_hall(standing: Standing) -> bool:
    return bool(standing.town_halls) or standing.is_operator


def _day(facts: dict[str, Any]) -> str:
    day = parse_date(facts.get("ends", ""))
    return date_format(day, "DATE_FORMAT") if day else ""


def opening_sentence(facts: dict[str, Any]) -> str:
    return _("%(commune)s demande à ouvrir son espace : à vérifier.") % {"commune": facts.get("commune", "")}


def refused_sentence(facts: dict[str, Any]) -> str:
    known = {"commune": facts.get("commune", ""), "reason": facts.get("reason", "")}
    return _("L’ouverture de l’espace de %(commune)s n’est pas acceptée : %(reason)s") % known


def joined_sentence(facts: dict[str, Any]) -> str:
    return _("Vous avez rejoint l’espace de %(commune)s : ses pages vous sont ouvertes.") % {
        "commune": facts.get("commune", "")
    }


def accepted_sentence(facts: dict[str, Any]) -> str:
    return _("%(commune)s a accepté son devis : le contrat attend votre signature.") % {
        "commune": facts.get("commune", "")
    }


def export_sentence(facts: dict[str, Any]) -> str:
    return _("L’export de %(commune)s est prêt. Il est gardé soixante jours.") % {
        "commune": facts.get("commune", "")
    }
