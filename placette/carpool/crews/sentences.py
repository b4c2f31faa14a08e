"""What people read of the steps of a crew: in its conversation, and in a notice."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from placette.core.moments import date_in_words, span_in_words


def of_step(step: str, name: str, facts: Mapping[str, Any]) -> str:
    """« Karim B. conduit, mardi 1er décembre à 8 h 20 », for the thread."""
    said = {
        "founded": _("%(name)s a formé l’équipage"),
        "joined": _("%(name)s rejoint l’équipage"),
        "left": _("%(name)s quitte l’équipage"),
        "removed": _("%(name)s ne fait plus partie de l’équipage"),
        "takes_over": _("%(name)s s’occupe maintenant de l’équipage"),
        "takes": _("%(name)s prend le volant %(when)s"),
        "swaps": _("%(name)s prend le volant %(when)s, et rend son tour %(against)s"),
        "gives_up": _("%(name)s ne peut pas conduire %(when)s"),
        "away": _("%(name)s ne vient pas %(when)s"),
        "back": _("%(name)s vient finalement %(when)s"),
    }
    known = {"name": name, "when": _when(facts), "against": _when(facts, "against")}
    line = said.get(step, "%(name)s") % known
    return f"{line}. {_who_drives(facts)}" if _changes_drivers(step, facts) else line


def told_of_step(facts: Mapping[str, Any]) -> str:
    said = {
        "invited": _("%(name)s vous invite dans l’équipage « %(crew)s »."),
        "joined": _("%(name)s rejoint votre équipage « %(crew)s »."),
        "left": _("%(name)s quitte votre équipage « %(crew)s »."),
        "takes_over": _("Vous vous occupez maintenant de l’équipage « %(crew)s » : qui l’a formé est parti."),
        "takes": _("« %(crew)s » : %(name)s prend le volant %(when)s."),
        "swaps": _("« %(crew)s » : %(name)s prend le volant %(when)s, et rend son tour %(against)s."),
        "gives_up": _("« %(crew)s » : %(name)s ne peut pas conduire %(when)s."),
        "away": _("« %(crew)s » : %(name)s ne vient pas %(when)s."),
        "back": _("« %(crew)s » : %(name)s vient finalement %(when)s."),
    }
    step = str(facts.get("step", ""))
    known = {name: facts.get(name, "") for name in ("name", "crew")}
    known |= {"when": _when(facts), "against": _when(facts, "against")}
    line = said.get(step, "%(name)s") % known
    return f"{line} {_who_drives(facts)}" if _changes_drivers(step, facts) else line


def of_swap(given: datetime, zone: tzinfo) -> str:
    """For whoever swaps: which turn of hers she gives."""
    with timezone.override(zone):
        when = span_in_words(given, None, timezone.now(), date_in_words)
    return _("C’est noté. Vous donnez votre tour %(when)s en échange.") % {"when": when}


def told_of_tomorrow(facts: Mapping[str, Any]) -> str:
    known = {"crew": facts.get("crew", ""), "when": _when(facts), "riders": facts.get("riders", "")}
    if facts.get("riders"):
        return _("« %(crew)s » : vous conduisez %(when)s, avec %(riders)s.") % known
    return _("« %(crew)s » : vous conduisez %(when)s.") % known


def _changes_drivers(step: str, facts: Mapping[str, Any]) -> bool:
    """Who drives now is said where the step itself does not."""
    return "drivers" in facts and step not in {"takes", "swaps"}


def _who_drives(facts: Mapping[str, Any]) -> str:
    if drivers := facts.get("drivers"):
        return _("Au volant : %(drivers)s.") % {"drivers": drivers}
    return _("Il manque quelqu’un au volant : pouvez-vous conduire ?")


def _when(facts: Mapping[str, Any], name: str = "at") -> str:
    """The date, not « demain »: this is read on other days too."""
    if not facts.get(name):
        return ""
    with timezone.override(ZoneInfo(facts["zone"])):
        return span_in_words(datetime.fromisoformat(facts[name]), None, timezone.now(), date_in_words)
