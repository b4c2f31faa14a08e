"""The communes of a community side by side: their spaces, who waits, and what each may show of a period."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from placette.impact.periods import MONTH, QUARTER, YEAR, Period, period_of, read
from placette.impact.sheets import flows, side_by_side
from placette.places.drawing import Drawing, draw
from placette.places.models import Adjacency, Commune, Community, Space, Waiting
from placette.places.queries.communes import COUNTED
from placette.townhall.dashboard.figures import Figure, figure

from .arcs import Arc, arcs

SPANS = (MONTH, QUARTER, YEAR)
COLUMNS = ("verified", "active", "exchanges", "answered", "cents", "events")
YEARS = range(
    2020, 2100
)  # others no space has seen; beyond the last that a calendar has, nothing can be reckoned


@dataclass(frozen=True)
class Beside:
    """One commune of the table. `waiting`: who asked to be told of the opening."""

    commune: Commune
    waiting: int
    figures: list[Figure]

    @property
    def space(self) -> Space | None:
        return getattr(self.commune, "space", None)

    @property
    def may_be_invited(self) -> bool:
        return not self.commune.is_open


@dataclass(frozen=True)
class Board:
    community: Community
    period: Period
    communes: list[Beside]
    touching: list[Beside]
    drawing: Drawing | None
    arcs: list[Arc]

    @property
    def opened(self) -> list[Beside]:
        return [each for each in self.communes if each.commune.is_open]

    @property
    def others(self) -> list[Beside]:
        """Who waits most comes first."""
        return sorted(
            (each for each in self.communes if not each.commune.is_open),
            key=lambda each: (-each.waiting, each.commune.name),
        )

    @property
    def waiting(self) -> int:
        return sum(each.waiting for each in self.communes)


def board(community: Community, period: Period) -> Board:
    """Six queries at most: communes with space and outline, those that touch them, the waiting, sheets, flows."""
    inside = list(community.communes.select_related("space", "boundary").order_by("name"))
    codes = {each.code for each in inside}
    around = _touching(codes)
    waiting = _waiting([*codes, *(each.code for each in around)])
    opened = [each.code for each in inside if each.is_open]
    sheets = side_by_side(opened, period)
    drawing = draw(sorted(inside, key=lambda commune: -commune.population), [])
    exchanged = flows(opened, period)
    return Board(
        community,
        period,
        [
            Beside(each, waiting.get(each.code, 0), _figures(period, *sheets.get(each.code, ({}, {}))))
            for each in inside
        ],
        [Beside(each, waiting.get(each.code, 0), []) for each in around],
        drawing,
        arcs(drawing, {each.code: each for each in inside}, exchanged) if drawing else [],
    )


def period_asked(key: str, today: date) -> Period:
    """Of the address, where it is over; else the last month. What still runs would be subtracted from what it becomes."""
    asked = read(key)
    if asked and asked.span in SPANS and asked.starts_on.year in YEARS and asked.is_over(today):
        return asked
    return period_of(MONTH, today).previous


def _touching(codes: Collection[str]) -> list[Commune]:
    """Neighbours beyond the border of the community that have no space yet."""
    touching = Adjacency.objects.filter(commune__in=codes).exclude(neighbour__in=codes).values("neighbour")
    return list(
        Commune.objects.filter(code__in=touching, space__isnull=True)
        .select_related("space", "community")
        .order_by("name")
    )


def _waiting(codes: Collection[str]) -> dict[str, int]:
    """Confirmed and still there, by commune: by waiting_counted."""
    found = Waiting.objects.filter(COUNTED, commune__in=codes).values_list("commune")
    return dict(found.annotate(number=Count("pk")))


def _figures(period: Period, now: dict[str, object], before: dict[str, object]) -> list[Figure]:
    sheets = {period: now, period.previous: before}
    return [figure(name, period, sheets) for name in COLUMNS]
