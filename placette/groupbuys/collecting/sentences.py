"""What the notices of collecting say."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from placette.core.moments import date_in_words, span_in_words
from placette.groupbuys.amounts import euros, quantity


def told(facts: dict[str, Any]) -> str:
    known = {
        "title": facts.get("title", ""),
        "name": facts.get("name", ""),
        "place": facts.get("place", ""),
        "product": facts.get("product", ""),
        "when": _when(facts),
        "saved": euros(int(facts.get("saved", 0))),
        "quantity": quantity(Decimal(str(facts.get("quantity", 0))), str(facts.get("unit", ""))),
    }
    return _sentence(str(facts.get("event")), int(facts.get("saved", 0)) > 0) % known


def _sentence(event: str, saves: bool) -> str:
    if event == "done":
        if saves:
            return _("« %(title)s » est terminé : vous avez économisé %(saved)s. Dites merci ?")
        return _("« %(title)s » est terminé. Dites merci ?")
    said = {
        "slots": _("« %(title)s » : choisissez quand vous venez chercher votre commande."),
        "moved": _("« %(title)s » : un créneau change. C’est maintenant %(when)s, %(place)s."),
        "removed": _("« %(title)s » : le créneau %(when)s est supprimé."),
        "helps": _("« %(title)s » : %(name)s aidera %(when)s."),
        "helps_no_more": _("« %(title)s » : %(name)s ne pourra pas aider %(when)s."),
        "tomorrow": _("« %(title)s » : votre commande vous attend %(when)s, %(place)s."),
        "helps_tomorrow": _("« %(title)s » : on compte sur votre coup de main %(when)s, %(place)s."),
        "given": _(
            "« %(title)s » : il reste %(quantity)s de « %(product)s » pour vous. Qui organise vous attend."
        ),
        "given_no_more": _(
            "« %(title)s » : finalement, %(quantity)s de « %(product)s » ne sont plus pour vous."
        ),
        "thanked": _("%(name)s vous remercie pour « %(title)s »."),
        "again": _("Le brouillon de « %(title)s » est prêt : relisez-le, puis publiez."),
    }
    return said[event]


def _when(facts: dict[str, Any]) -> str:
    """The date, not « demain »: this is read on other days too."""
    if not facts.get("at"):
        return ""
    with timezone.override(ZoneInfo(facts["zone"])):
        return span_in_words(datetime.fromisoformat(facts["at"]), None, timezone.now(), date_in_words)
