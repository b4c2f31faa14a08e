"""What pages show of the directory of a commune."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.http import urlencode

from placette.civic.venues import Known
from placette.places.models import Commune
from placette.townhall.models import Association, Facility

from .kinds import KINDS, Kind

A_PAGE = 50
PLACED = 20


@dataclass(frozen=True)
class Counts:
    associations: int
    facilities: int

    def of(self, kind: Kind) -> int:
        return self.associations if kind.model is Association else self.facilities


@dataclass(frozen=True)
class Pager:
    """The pages before and after, as the component wants them."""

    previous_url: str
    next_url: str

    @classmethod
    def of(cls, page: Page[Any], query: dict[str, str]) -> Pager:
        said = urlencode({name: value for name, value in query.items() if value})
        back = f"?{said}&page={page.previous_page_number()}" if page.has_previous() else ""
        return cls(back, f"?{said}&page={page.next_page_number()}" if page.has_next() else "")


def counts(commune_code: str) -> Counts:
    """One query, on one_association_a_key and one_facility_a_key."""
    found = Commune.objects.filter(pk=commune_code).values_list(_count(Association), _count(Facility)).first()
    return Counts(*(found or (0, 0)))


def entries(kind: Kind, commune_code: str, asked: str = "", number: str | None = None) -> Page[Any]:
    """Those of one page in which what is asked is found, by name, theme or what it does. Two queries."""
    found: QuerySet[Any] = kind.model.objects.filter(commune=commune_code)
    for word in asked.split()[:6]:
        inside = Q(name__unaccent__icontains=word) | Q(theme__unaccent__icontains=word)
        if kind.model is Association:
            inside |= Q(about__unaccent__icontains=word)
        found = found.filter(inside)
    return Paginator(found, A_PAGE).get_page(number)


def placed(commune_codes: Collection[str], words: list[str]) -> list[Known]:
    """For the place of an event: what of the communes is known by such a name, and where. One query."""
    found = Facility.objects.filter(commune__in=commune_codes, latitude__isnull=False)
    for word in words[:6]:
        found = found.filter(name__unaccent__icontains=word)
    rows = found.order_by("name").values_list("name", "latitude", "longitude", "commune__name")[:PLACED]
    return [
        Known(name, (latitude, longitude), commune)
        for name, latitude, longitude, commune in rows
        if latitude is not None and longitude is not None
    ]


def on_the_commune(commune: Commune) -> tuple[str, dict[str, Any]] | None:
    """For everybody who reads the page of the commune. One query."""
    known = counts(commune.pk)
    lists = [(kind, known.of(kind)) for kind in KINDS.values() if known.of(kind)]
    return ("townhall/directory/_on_the_commune.html", {"lists": lists}) if lists else None


def _count(model: type[Association] | type[Facility]) -> Coalesce:
    counted = (
        model.objects.filter(commune=OuterRef("pk")).order_by().values("commune").annotate(n=Count("pk"))
    )
    return Coalesce(Subquery(counted.values("n")), 0)
