"""One page that a mayor holds up: six figures, where they go, and what residents allowed her to quote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from placette.impact.periods import Period
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
    """One query, for the stories."""
    return Page(period, six(period, sheets), stories(commune.code))


def six(period: Period, sheets: Mapping[Period, Sheet]) -> list[Trend]:
    before = sorted(each for each in sheets if each.span == period.span and each <= period)[-BACK:]
    return [_trend(name, period, before, sheets) for name in SIX]


def _trend(name: str, period: Period, before: list[Period], sheets: Mapping[Period, Sheet]) -> Trend:
    while before and value(name, sheets[before[0]]) is None:
        before = before[1:]
    found = [value(name, sheets[each]) for each in before]
    numbers = [round(each.number * 10) if each else None for each in found]
    said = figure(name, period, sheets)
    title = str(said.definition.title)
    return Trend(
        said, Chart(name, title, [str(each) for each in before], [Layer(title, "townhall", numbers)])
    )
