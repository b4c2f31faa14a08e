"""What the notices of the town hall say."""

from typing import Any

from django.utils.translation import gettext as _


def announced(facts: dict[str, Any]) -> str:
    if community := facts.get("community"):
        return _("%(community)s vous informe : « %(title)s »") % {
            "community": community,
            "title": facts.get("title", ""),
        }
    return _("La mairie vous informe : « %(title)s »") % {"title": facts.get("title", "")}


def alerted(facts: dict[str, Any]) -> str:
    known = {"title": facts.get("title", ""), "text": facts.get("text", "")}
    return _("Alerte de la mairie : %(title)s. %(text)s") % known


def asked(facts: dict[str, Any]) -> str:
    known = {"question": facts.get("question", "")}
    if facts.get("event") == "counted":
        return _("« %(question)s » : le résultat de la consultation est là.") % known
    return _("La mairie vous demande votre avis : « %(question)s »") % known
