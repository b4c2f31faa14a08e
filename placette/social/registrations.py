"""What the letters tell the rooms below: discreet notices, their place on the commune's page, how they go with a space.

Nothing here for the export of a commune, the search, the API or the audit trail: nobody but the two sides learns that a
letter was written.
"""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.notices.kinds import Group, Kind
from placette.notices.kinds import register as register_kind
from placette.people.standing import Standing
from placette.places import events, leaving, sections
from placette.places.models import Commune

from . import actions, queries
from .models import Letter


def register() -> None:
    register_kind(
        Kind(
            "social_answer",
            gettext_lazy("Une réponse confidentielle de ma commune"),
            _answered,
            "lock",
            Group.EXCHANGES,
        )
    )
    register_kind(
        Kind(
            "social_letter",
            gettext_lazy("CCAS : un habitant a écrit"),
            _arrived,
            "lock",
            Group.AROUND,
            concerns=_reads,
        )
    )
    events.merged.append(_move)
    leaving.erasers.append(_erase)
    sections.sections.append(_on_the_commune)


def _answered(_facts: dict[str, Any]) -> str:
    """Read on a locked telephone it gives nothing away."""
    return _("Une réponse confidentielle vous attend sur Placette.")


def _arrived(facts: dict[str, Any]) -> str:
    return _("Un message confidentiel attend le CCAS (%(commune)s).") % facts


def _reads(standing: Standing) -> bool:
    return bool(standing.social)


def _move(gone: str, current: str) -> None:
    """A commune has become part of another. Where she has an open letter in both, the one of the gone commune is closed."""
    there = Letter.objects.filter(commune=current, closed_at=None).values("author")
    for letter in Letter.objects.filter(commune=gone, closed_at=None, author__in=there):
        actions.close(letter)
    Letter.objects.filter(commune=gone).update(commune=current)


def _erase(code: str) -> None:
    actions.erase(Q(commune=code))


def _on_the_commune(commune: Commune) -> tuple[str, dict[str, Any]] | None:
    """That one can write, where somebody reads. One query."""
    return ("social/_on_the_commune.html", {"commune": commune}) if queries.readers(commune.pk) else None
