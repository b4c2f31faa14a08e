"""What the desk of a town hall holds, in the order of its tabs. A page that belongs there adds its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from placette.people.standing import Standing
from placette.places.models import Commune


@dataclass(frozen=True)
class Door:
    """One tab: `url` is the name of its first page, under whose address its other pages lie."""

    name: str
    title: str | Promise
    url: str
    icon: str

    @property
    def address(self) -> str:
        return reverse(self.url)


doors: list[Door] = [
    Door("desk", _("Accueil"), "townhall:desk", "home"),
    Door("first_week", _("Premiers pas"), "townhall:first_week", "check"),
    Door("figures", _("Tableau de bord"), "townhall:dashboard", "bars"),
    Door("mayor", _("En six chiffres"), "townhall:mayor", "heart"),
    Door("papers", _("Rapports"), "townhall:reports", "print"),
    Door("announcements", _("Actualités"), "civic:desk_announcements", "megaphone"),
    Door("polls", _("Consultations"), "civic:desk_polls", "hand"),
    Door("reports", _("Signalements"), "civic:desk_reports", "map-pin"),
    Door("ideas", _("Idées"), "civic:desk_ideas", "star"),
    Door("directory", _("Annuaire"), "townhall:directory", "tag"),
    Door("space", _("L’espace"), "townhall:space", "settings"),
]


def tabs(standing: Standing, commune: Commune, path: str) -> list[dict[str, Any]]:
    """The tabs of this desk. The one under whose address the page lies is current: the longest, since all lie under the
    first. Who works for several town halls stays at this one.
    """
    several = len(standing.town_halls) > 1
    query = {"commune": commune.pk} if several else None
    here = max((each for each in doors if path.startswith(each.address)), key=_depth, default=None)
    return [
        {
            "label": each.title,
            "href": reverse(each.url, query=query),
            "icon": each.icon,
            "current": each is here,
        }
        for each in doors
    ]


def _depth(door: Door) -> int:
    return len(door.address)
