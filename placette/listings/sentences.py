"""What people read of an answer and of the steps of an agreement: in the thread, and in a notice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from placette.core.moments import date_in_words, span_in_words
from placette.people.carried import signed

from .models import Agreement, Listing


def facts_of(agreement: Agreement) -> dict[str, str]:
    """When it is proposed for, as a line or a notice keeps it; nothing where that is left open."""
    if agreement.starts_at is None:
        return {}
    facts = {"starts_at": agreement.starts_at.isoformat(), "zone": agreement.answer.listing.zone.key}
    return facts | ({"ends_at": agreement.ends_at.isoformat()} if agreement.ends_at else {})


def of_step(step: str, name: str, facts: Mapping[str, Any]) -> str:
    """« Karim B. propose samedi 28 novembre à 10 h », for the thread."""
    when = _when(facts)
    said = {
        "proposed": _("%(name)s propose %(when)s") if when else _("%(name)s fait une proposition"),
        "countered": _("%(name)s propose plutôt %(when)s") if when else _("%(name)s propose autre chose"),
        "accept": _("%(name)s est d’accord"),
        "decline": _("%(name)s décline la proposition"),
        "withdraw": _("%(name)s retire sa proposition"),
        "cancel": _("%(name)s annule l’accord"),
        "done": _("%(name)s note que c’est fait"),
        "no_show": _("%(name)s note que le rendez-vous a été manqué"),
    }
    return said.get(step, "%(name)s") % {"name": name, "when": when}


def told_of_answer(facts: Mapping[str, Any]) -> str:
    """« Karim B. répond à votre demande « Porter une armoire ». »"""
    said = (
        _("%(name)s répond à votre demande « %(title)s ».")
        if facts.get("direction") == Listing.Direction.REQUEST
        else _("%(name)s répond à votre annonce « %(title)s ».")
    )
    return said % _known(facts)


def told_of_step(facts: Mapping[str, Any]) -> str:
    """« Odette L. propose samedi 28 novembre à 10 h pour « Porter une armoire ». »"""
    when = _when(facts)
    said = {
        "proposed": _("%(name)s propose %(when)s pour « %(title)s ».")
        if when
        else _("%(name)s fait une proposition pour « %(title)s »."),
        "countered": _("%(name)s propose plutôt %(when)s pour « %(title)s ».")
        if when
        else _("%(name)s propose autre chose pour « %(title)s »."),
        "accept": _("%(name)s est d’accord pour « %(title)s »."),
        "decline": _("%(name)s décline votre proposition pour « %(title)s »."),
        "withdraw": _("%(name)s retire sa proposition pour « %(title)s »."),
        "cancel": _("%(name)s annule votre accord pour « %(title)s »."),
        "done": _("%(name)s note que c’est fait pour « %(title)s »."),
        "no_show": _("%(name)s note que le rendez-vous a été manqué pour « %(title)s »."),
    }
    return said.get(facts.get("step", ""), "%(name)s : « %(title)s ».") % (_known(facts) | {"when": when})


def told_of_thanks(facts: Mapping[str, Any]) -> str:
    """« Odette L. vous remercie pour « Porter une armoire ». »"""
    return _("%(name)s vous remercie pour « %(title)s ».") % _known(facts)


def _known(facts: Mapping[str, Any]) -> dict[str, str]:
    """A fact that an older notice does not have reads as nothing."""
    name = signed(facts.get("name", ""), facts.get("through"))
    return {"name": name, "title": facts.get("title", "")}


def _when(facts: Mapping[str, Any]) -> str:
    """The date, not « demain »: this is read on other days too. On the clocks of the annonce."""
    if not facts.get("starts_at"):
        return ""
    ends_at = datetime.fromisoformat(facts["ends_at"]) if facts.get("ends_at") else None
    with timezone.override(ZoneInfo(facts["zone"])):
        return span_in_words(
            datetime.fromisoformat(facts["starts_at"]), ends_at, timezone.now(), date_in_words
        )
