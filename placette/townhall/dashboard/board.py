"""All that the dashboard of a commune shows of a period."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from placette.impact import series
from placette.impact.definitions import BY_NAME
from placette.impact.models import Sheet
from placette.impact.periods import MONTH, QUARTER, WEEK, YEAR, Period, period_of
from placette.impact.sheets import peers
from placette.places.models import Commune

from .charts import Chart, Layer
from .figures import Figure, Value, figure, value
from .figures import Sheet as Figures
from .quarters import Quarters, quarters

SPANS = (MONTH, QUARTER, YEAR)
ALL = (WEEK, *SPANS)
COLUMNS = {MONTH: 12, QUARTER: 8, YEAR: 5}
WEEKS = 26
FIRST = ("answered", "median", "households", "active")
GOOD = ("cents", "metres", "co2", "minutes", "ties", "reached")
# Name, series, colour: the four families of exchanges.
FAMILIES = (("help", "meet"), ("things", "lend"), ("rides", "ride"), ("purchases", "buy"))


@dataclass(frozen=True)
class Board:
    period: Period
    is_over: bool
    before: Period | None
    after: Period | None
    first: list[Figure]
    people: list[Figure]
    exchanges: list[Figure]
    events: Figure
    good: list[Figure]
    open_now: Value | None
    charts: dict[str, Chart]
    quarters: Quarters

    @property
    def has_figures(self) -> bool:
        return any(each.now for each in (*self.first, *self.people, *self.exchanges, self.events, *self.good))

    @property
    def figures(self) -> list[Figure]:
        return [*self.first, *self.people, *self.exchanges, self.events, *self.good]


def sheets_of(commune_code: str, spans: Collection[str] = ALL) -> dict[Period, Figures]:
    """The sheets of a commune. One query, on the primary key: a commune of three years has about two hundred, most of weeks."""
    kept = Sheet.objects.filter(commune=commune_code, span__in=spans)
    found = kept.values_list("span", "starts_on", "figures")
    return {Period(span, day): figures for span, day, figures in found}


def latest_of(sheets: Mapping[Period, Figures]) -> Figures:
    """The sheet of the last month that there is: the one that runs, which says what there is now."""
    latest = max((each for each in sheets if each.span == MONTH), default=None)
    return sheets[latest] if latest else {}


def default_period(sheets: Mapping[Period, Figures], today: date) -> Period:
    """The last month that is over and shows something, else the one that runs."""
    running = period_of(MONTH, today)
    shown = [
        period
        for period, sheet in sheets.items()
        if period.span == MONTH and period < running and sheet.get("cells")
    ]
    return max(shown, default=running)


def board(commune: Commune, period: Period, sheets: Mapping[Period, Figures], today: date) -> Board:
    """`sheets`: all of the commune. One query for those of its size, at most two for its quarters."""
    elsewhere = peers(commune.population, period)
    of_span = sorted(each for each in sheets if each.span == period.span)
    sheet = sheets.get(period, {})
    latest = latest_of(sheets)
    return Board(
        period,
        period.is_over(today),
        max((each for each in of_span if each < period), default=None),
        min((each for each in of_span if each > period), default=None),
        [figure(name, period, sheets, elsewhere) for name in FIRST],
        [figure(name, period, sheets, elsewhere) for name in (series.JOINED, series.VERIFIED)],
        [figure(name, period, sheets, elsewhere) for name in series.FAMILIES],
        figure(series.EVENTS, period, sheets, elsewhere),
        [figure(name, period, sheets, elsewhere) for name in GOOD],
        value("open_now", latest),
        {each.name: each for each in charts(period, sheets)},
        quarters(commune, sheet),
    )


def charts(period: Period, sheets: Mapping[Period, Figures]) -> list[Chart]:
    """Up to this period: sign-ups from day to day, who is active, exchanges by kind, answers, events."""
    columns = [each for each in sorted(sheets) if each.span == period.span and each <= period][
        -COLUMNS[period.span] :
    ]
    names = [_short(each) for each in columns]
    return [
        _arrivals(period, sheets),
        _active(period, sheets),
        Chart(
            "echanges",
            _("Échanges par sorte"),
            names,
            [
                Layer(
                    str(figure(name, period, sheets).definition.title),
                    colour,
                    _amounts(name, columns, sheets),
                )
                for name, colour in FAMILIES
            ],
        ),
        Chart(
            "demandes",
            _("Demandes : avec et sans réponse"),
            names,
            [
                Layer(_("avec réponse"), "lend", _amounts(series.ANSWERED, columns, sheets)),
                Layer(_("sans réponse"), "buy", _amounts(series.UNANSWERED, columns, sheets)),
            ],
        ),
        Chart(
            "evenements",
            _("Événements qui ont eu lieu"),
            names,
            [Layer(str(BY_NAME[series.EVENTS].title), "meet", _amounts(series.EVENTS, columns, sheets))],
            empty=_("Annoncez-en un, avec un jour et un lieu : le dessin paraîtra quand il aura eu lieu."),
        ),
    ]


def _amounts(name: str, columns: list[Period], sheets: Mapping[Period, Figures]) -> list[int | None]:
    """None where it may hide something."""
    nothing = None if name not in BY_NAME or BY_NAME[name].may_hide else 0
    cells = [sheets[each].get("cells", {}).get(name) for each in columns]
    return [cell[0] if cell else nothing for cell in cells]


def _arrivals(period: Period, sheets: Mapping[Period, Figures]) -> Chart:
    """Since the beginning, up to the end of the period: who had joined at the end of each group of days, who was verified at
    the end of each month.
    """
    joined: dict[date, int] = {}
    verified: dict[date, int] = {}
    total = 0
    for month in sorted(
        each for each in sheets if each.span == MONTH and each.starts_on < period.ends_before
    ):
        for _first, after, amount in sheets[month].get("days", ()):
            total += amount
            joined[date.fromisoformat(after)] = total
        known = value(series.VERIFIED, sheets[month])
        if known and month.ends_before <= period.ends_before and sheets[month].get("is_over"):
            verified[month.ends_before] = round(known.number)
    days = sorted({*joined, *verified})
    return Chart(
        "inscriptions",
        _("Inscriptions, jour après jour"),
        [date_format(day, "j b Y") for day in days],
        [
            Layer(_("inscrits"), "townhall", [joined.get(day) for day in days]),
            Layer(_("résidence confirmée, au moins"), "ride", [verified.get(day) for day in days]),
        ],
        days,
    )


def _active(period: Period, sheets: Mapping[Period, Figures]) -> Chart:
    weeks = [each for each in sorted(sheets) if each.span == WEEK and each.ends_before <= period.ends_before][
        -WEEKS:
    ]
    return Chart(
        "actifs",
        _("Habitants actifs, semaine après semaine"),
        [date_format(each.starts_on, "j b") for each in weeks],
        [Layer(_("au moins"), "townhall", [sheets[each]["active"] for each in weeks])],
    )


def _short(period: Period) -> str:
    if period.span == MONTH:
        return date_format(period.starts_on, "b y")
    return period.key.replace("-", " ") if period.span == QUARTER else period.key
