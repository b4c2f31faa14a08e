"""One page that a mayor holds up: six figures, where they go, and what residents allowed her to quote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from placette.impact.periods import Period
from placette.impact.sheets import peers
from placette.listings.queries.agreements import stories
from placette.places.models import Commune

from .charts import Chart, Layer
from .figures import Figure, Sheet, figure, value

SIX = ("answered", "households", "exchanges", "cents", "co2", "ties")
BACK = 6


@dataclass(frozen=True)
class Trend:
    """A figure and the same of the periods before, as a small drawing beside it."""

    figure: Figure
    chart: Chart


@dataclass(frozen=True)
class Page:
    period: Period
    six: list[Trend]
    stories: list[str]


def page(commune: Commune, period: Period, sheets: Mapping[Period, Sheet]) -> Page:
    """One query for the stories, one for communes of its size."""
    return Page(period, six(period, sheets, peers(commune.population, period)), stories(commune.code))


def six(
    period: Period, sheets: Mapping[Period, Sheet], elsewhere: Mapping[str, Any] | None = None
) -> list[Trend]:
    before = sorted(each for each in sheets if each.span == period.span and each <= period)[-BACK:]
    return [_trend(figure(name, period, sheets, elsewhere), before, sheets) for name in SIX]


def _trend(said: Figure, before: list[Period], sheets: Mapping[Period, Sheet]) -> Trend:
    name, title = said.definition.name, str(said.definition.title)
    while before and value(name, sheets[before[0]]) is None:
        before = before[1:]
    found = [value(name, sheets[each]) for each in before]
    numbers = [round(each.number * 10) if each else None for each in found]
    return Trend(
        said, Chart(name, title, [str(each) for each in before], [Layer(title, "townhall", numbers)])
    )
