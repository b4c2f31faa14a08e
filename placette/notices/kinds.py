"""The kinds of notice, as data. The rooms that have something to tell register theirs in their apps.py."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from placette.people.standing import Standing

from .models import Preference


class Group(TextChoices):
    """Where the preferences show a kind, in this order."""

    EXCHANGES = "exchanges", _("Mes échanges")
    AROUND = "around", _("Autour de moi")
    MINE = "mine", _("Ce que je publie")
    ACCOUNT = "account", _("Mon compte")


def nothing(facts: dict[str, Any]) -> list[tuple[str, int]]:
    return []


def everybody(standing: Standing) -> bool:
    return True


@dataclass(frozen=True)
class Kind:
    name: str
    label: str | Promise  # in the preferences
    sentence: Callable[[dict[str, Any]], str]  # facts -> one sentence, in the language that is active
    icon: str = "bell"
    group: Group = Group.EXCHANGES
    rhythm: str = Preference.Rhythm.AT_ONCE
    # How long the e-mail waits: whoever reads it on the site meanwhile is not written to.
    grace: timedelta = timedelta()
    # False where another counter already tells it on the site, as the messages' does.
    on_site: bool = True
    # Whose preferences show it.
    concerns: Callable[[Standing], bool] = everybody
    # What its e-mail lets her do by a link (by_mail): facts -> name of the act, and on what.
    acts: Callable[[dict[str, Any]], list[tuple[str, int]]] = nothing


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    if kind.name in KINDS:
        raise ValueError(f"the notice {kind.name!r} is registered twice")
    KINDS[kind.name] = kind


def shown_on_site() -> list[str]:
    return [kind.name for kind in KINDS.values() if kind.on_site]


def daily_by_default() -> list[str]:
    return _by_default(Preference.Rhythm.DAILY)


def at_once_by_default() -> list[str]:
    return _by_default(Preference.Rhythm.AT_ONCE)


def _by_default(rhythm: str) -> list[str]:
    return [kind.name for kind in KINDS.values() if kind.rhythm == rhythm]
