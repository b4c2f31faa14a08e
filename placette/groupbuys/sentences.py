"""What the notices of grouped purchases say."""

from typing import Any

from django.utils.translation import gettext as _

from .amounts import euros


def told(facts: dict[str, Any]) -> str:
    known = {
        "title": facts.get("title", ""),
        "reason": facts.get("reason", ""),
        "name": facts.get("name", ""),
        "amount": euros(int(facts.get("cents", 0))),
        "saved": euros(int(facts.get("saved", 0))),
        "takers": facts.get("takers", 0),
        "supplier": facts.get("supplier", ""),
    }
    return _sentence(str(facts.get("event")), int(facts.get("saved", 0)) > 0) % known


def reported(facts: dict[str, Any]) -> str:
    return _("« %(title)s » est signalé : à vous de regarder.") % {"title": facts.get("title", "")}


def _sentence(event: str, saves: bool) -> str:
    if event == "succeeded":
        if saves:
            return _(
                "« %(title)s » a abouti : votre part est de %(amount)s, soit %(saved)s de moins que seul."
            )
        return _("« %(title)s » a abouti : votre part est de %(amount)s.")
    said = {
        "rose": _("Le prix de « %(title)s » est remonté : vous convient-il encore ?"),
        "confirm": _(
            "« %(title)s » est clos, mais le prix est plus haut que prévu : dites oui, ou vous êtes libre."
        ),
        "served": _("Une part s’est libérée pour vous dans « %(title)s »."),
        "left_waiting": _("« %(title)s » est clos : rien ne s’est libéré pour vous, désolé."),
        "freed": _("Vous ne participez plus à « %(title)s » : vous ne devez rien."),
        "organised": _("« %(title)s » a abouti avec %(takers)s participants : à vous de commander."),
        "failed": _("« %(title)s » n’a pas abouti : vous ne devez rien."),
        "cancelled": _("« %(title)s » est annulé : %(reason)s"),
        "extension": _("« %(title)s » serait prolongé : restez-vous ?"),
        "organises": _("%(name)s organise maintenant « %(title)s » avec vous."),
        "priced": _("Le prix de « %(title)s » est là : confirmez ce que vous prenez."),
        "quoted": _("%(supplier)s a répondu à votre demande de prix pour « %(title)s »."),
        "not_quoted": _("%(supplier)s ne peut pas faire de prix pour « %(title)s »."),
        "unreachable": _("L’adresse de %(supplier)s ne reçoit pas nos messages : vérifiez-la."),
        "compared": _("« %(title)s » : les devis sont là. Comparez-les et dites lequel vous préférez."),
        "decided": _("Votre signalement de « %(title)s » a reçu une réponse : %(reason)s"),
    }
    return said[event]
