"""The report of a month, in French: four pages of a screen's shape, to project in the council or to print.

What residents say is a page of its own, drawn when it is asked for: a paper that is kept would go on quoting who takes it back.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from placette.core.press import printed
from placette.impact.definitions import FEW
from placette.impact.periods import Period
from placette.places.models import Commune
from placette.townhall.dashboard.board import Board, board, sheets_of
from placette.townhall.dashboard.charts import Chart
from placette.townhall.dashboard.figures import Figure
from placette.townhall.dashboard.mayor import Trend, six

TEMPLATE = Path(__file__).with_name("report.typ").read_bytes()
QUOTATIONS = Path(__file__).with_name("quotations.typ").read_bytes()


def report(commune: Commune, month: Period, today: date) -> bytes | None:
    """The PDF; None where nothing may be shown of that month, or where it is not counted to its end yet. Up to four queries,
    a second.
    """
    with translation.override("fr"):
        sheets = sheets_of(commune.code)
        shown = board(commune, month, sheets, today)
        if not sheets.get(month, {}).get("is_over") or not shown.has_figures:
            return None
        return printed(TEMPLATE, _paper(commune, shown, six(month, sheets)))


def quotations(commune: Commune, said: list[str]) -> bytes:
    """One page with the thanks that may be quoted now (listings.queries.agreements.stories). A fifth of a second."""
    with translation.override("fr"):
        paper = {
            "title": f"Ce que des habitants {commune.of_name_in_french} disent de Placette",
            "heading": _("Ce que des habitants en disent"),
            "commune": commune.name,
            "said": said,
            "allowed": _("Des mercis que leurs auteurs permettent à la mairie de citer, sans leur nom."),
        }
    return printed(QUOTATIONS, paper)


def _paper(commune: Commune, shown: Board, trends: list[Trend]) -> dict[str, Any]:
    return {
        "title": f"Placette à la mairie {commune.of_name_in_french} : {shown.period}",
        "commune": commune.name,
        "month": str(shown.period).capitalize(),
        "six": [_figure(each.figure) | {"trend": _trend(each)} for each in trends],
        "people": [_figure(each) for each in shown.people],
        "exchanges": [_figure(each) for each in shown.exchanges],
        "good": [_figure(each) for each in shown.good],
        "charts": {name: _chart(each) for name, each in shown.charts.items()},
        "quarters": [[name, f"au moins {count}"] for name, count in shown.quarters.counts[:8]],
        "few": [str(FEW.title), str(FEW.says)],
        "method": settings.SITE_URL + reverse("townhall:method"),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    before = f"{figure.before_period} : {figure.before}" if figure.before else ""
    return {
        "title": str(figure.definition.title),
        "now": str(figure.now) if figure.now else "–",
        "before": before,
        "peers": f"Communes semblables : {figure.peers}" if figure.peers else "",
    }


def _trend(trend: Trend) -> list[list[str]]:
    """Bars of the last periods, as shares of the highest; empty where one alone would be drawn."""
    layer = trend.chart.layers[0].values
    most = max((value or 0 for value in layer), default=0)
    shares = (
        [
            [name, str(round(100 * (value or 0) / most))]
            for name, value in zip(trend.chart.columns, layer, strict=True)
        ]
        if most
        else []
    )
    return shares if len(shares) > 1 else []


def _chart(chart: Chart) -> dict[str, str]:
    """Its words for who does not see it are the cells of its table."""
    cells = "; ".join(f"{column} : {', '.join(values)}" for column, values in chart.rows[-12:])
    return {"svg": "" if chart.is_empty else chart.alone(), "says": f"{chart.title}. {cells}"}
