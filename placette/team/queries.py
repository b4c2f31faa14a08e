"""Who holds which role in a commune."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

from placette.people.models import Role
from placette.places.models import Commune

from . import rules
from .models import Invitation


@dataclass(frozen=True)
class Post:
    """One role, what it opens, who holds it and who was asked."""

    name: str
    title: str | Promise
    opens: str | Promise
    held: list[Role]
    asked: list[Invitation]


def team(commune_code: str) -> list[Post]:
    """In the order of rules.GIVEN. Two queries: current roles with their people, open invitations."""
    held = (
        Role.objects.filter(commune=commune_code, until=None, name__in=rules.GIVEN)
        .select_related("person")
        .order_by("since", "pk")
    )
    asked = Invitation.objects.filter(
        commune=commune_code, ended_at=None, expires_at__gt=timezone.now()
    ).order_by("at", "pk")
    all_held, all_asked = list(held), list(asked)
    return [
        Post(
            name,
            Role.Name(name).label,
            rules.OPENS[name],
            [each for each in all_held if each.name == name],
            [each for each in all_asked if each.name == name],
        )
        for name in rules.GIVEN
    ]


def on_the_commune(commune: Commune) -> tuple[str, dict[str, Any]] | None:
    """The team, for everybody who reads the page of the commune: who holds a role accepted to be seen. One query."""
    roles = (
        Role.objects.filter(commune=commune, until=None, name__in=rules.GIVEN, person__is_active=True)
        .select_related("person")
        .order_by("since", "pk")
    )
    order = {name: place for place, name in enumerate(rules.GIVEN)}
    found = sorted(roles, key=lambda each: order[Role.Name(each.name)])
    return ("team/_on_the_commune.html", {"roles": found}) if found else None
