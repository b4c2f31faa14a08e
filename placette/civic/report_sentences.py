"""What the notices about reports and ideas say."""

from typing import Any

from django.utils.translation import gettext as _


def arrived(facts: dict[str, Any]) -> str:
    return _("Un nouveau signalement : « %(text)s »") % {"text": facts.get("text", "")}


def changed(facts: dict[str, Any]) -> str:
    said = {
        "open": _("Signalement rouvert : « %(text)s »"),
        "acknowledged": _("La mairie s’occupe de ce que vous suivez : « %(text)s »"),
        "planned": _("C’est prévu : « %(text)s »"),
        "done": _("C’est réglé : « %(text)s »"),
        "refused": _("La mairie ne donnera pas suite à « %(text)s ». Elle dit pourquoi : %(note)s"),
        "merged": _("« %(text)s » était déjà signalé : vous suivez maintenant l’autre signalement."),
    }
    sentence = said.get(facts.get("state", ""), "« %(text)s »")
    return sentence % {"text": facts.get("text", ""), "note": facts.get("note", "")}


def idea_changed(facts: dict[str, Any]) -> str:
    said = {
        "studied": _("L’idée « %(title)s » est à l’étude à la mairie."),
        "accepted": _("L’idée « %(title)s » est retenue !"),
        "declined": _("L’idée « %(title)s » n’est pas retenue. La mairie dit pourquoi : %(note)s"),
        "done": _("L’idée « %(title)s » est réalisée !"),
        "answered": _("La mairie a répondu à l’idée « %(title)s »."),
    }
    sentence = said.get(facts.get("state", ""), "« %(title)s »")
    return sentence % {"title": facts.get("title", ""), "note": facts.get("note", "")}
