"""What the notices of grouped purchases say."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
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
        "rest": euros(int(facts.get("rest", 0))),
        "pay_by": _day(facts.get("pay_by")),
    }
    event = str(facts.get("event"))
    said = _of_payments(event, known["pay_by"], facts.get("rest")) or _sentence(
        event, facts.get("saved", 0) > 0
    )
    return said % known


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
        "freed_in_part": _(
            "Dans « %(title)s », ce qui coûte plus que votre accord est retiré de votre commande."
        ),
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


def _of_payments(event: str, pay_by: str, rest: Any) -> str:
    if event == "terms":
        if pay_by:
            return _("« %(title)s » : voici comment payer votre part, au plus tard le %(pay_by)s.")
        return _("« %(title)s » : voici comment payer votre part.")
    if event == "paid":
        if rest:
            return _("« %(title)s » : %(amount)s sont arrivés, merci ! Il reste %(rest)s.")
        return _("« %(title)s » : vos %(amount)s sont bien arrivés. Merci !")
    if event == "unpaid":
        return _("« %(title)s » : un paiement de %(amount)s avait été noté par erreur ; il est retiré.")
    if event == "remind":
        if pay_by:
            return _("Petit rappel : %(amount)s à payer pour « %(title)s », au plus tard le %(pay_by)s.")
        return _("Petit rappel : %(amount)s à payer pour « %(title)s ».")
    return ""


def _day(written: str | None) -> str:
    return date_format(date.fromisoformat(written), "DATE_FORMAT") if written else ""
