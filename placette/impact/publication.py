"""From days and months to the sheets that may be shown: everything that a page, an export or a report will ever read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from placette.places.clock import zone_of

from . import brought, gathering, series, sizes
from .arrivals import catch_up
from .gathering import Gathered
from .periods import MONTH, QUARTER, WEEK, YEAR, Period, period_of
from .roll_up import roll_up, sum_months
from .sheets import keep, keep_peers
from .suppression import FEWEST, Cell, Leaf, Pieces, closed_bins, cut, floored, least_share, leaving_five

AT_A_TIME = 200
# What a line says of the month that runs would change with every late answer.
ONLY_OVER = frozenset({series.ANSWERED, series.UNANSWERED})


def refresh(now: datetime) -> int:
    """Bring everything up to date: the ledger, its days and months, the sheets. How many communes have sheets.

    Each by its own clock: in Tahiti a month still runs for half a day when it is over in Paris.
    """
    catch_up()
    roll_up()
    communes = gathering.counted()
    by_day: dict[date, list[str]] = defaultdict(list)
    for code in communes:
        by_day[timezone.localdate(now, zone_of(code))].append(code)
    for today, codes in by_day.items():
        for first in range(0, len(codes), AT_A_TIME):
            publish(codes[first : first + AT_A_TIME], today)
    keep_peers(timezone.localdate(now))
    return len(communes)


@transaction.atomic
def publish(communes: Collection[str], today: date) -> None:
    """Make the sheets of these communes anew. `today`: their day; nothing of it or later is shown."""
    sum_months(communes, today)
    known = gathering.gather(communes, today)
    keep(communes, {code: sheets_of(known[code], today) for code in communes})


def sheets_of(known: Gathered, today: date) -> dict[Period, dict[str, Any]]:
    """All sheets of a commune; none before it begins, as where it is still yesterday."""
    if known.since is None or known.since > today:
        return {}
    pieces = {name: _cut(known, name, today) for name in series.ADDED}
    sheets: dict[Period, dict[str, Any]] = defaultdict(dict)
    for name, found in pieces.items():
        for period, cell in found.cells.items():
            sheets[period].setdefault("cells", {})[name] = [cell.amount, int(cell.exact)]
    arrivals = _timeline(known, series.JOINED, pieces[series.JOINED])
    gone = _dated(pieces[series.LEFT])
    running = period_of(MONTH, today)
    for period in _periods(known.since, today):
        if period.span == WEEK:
            _add_week(sheets, period, known, arrivals, gone)
            continue
        sheet = sheets[period]
        _add_events(sheet, period, known, today)
        cells: dict[str, Cell] = {
            name: found.cells[period] for name, found in pieces.items() if period in found.cells
        }
        sheet["so_far"] = _so_far(pieces, period)
        _add_verified(sheet, period, known, running)
        _add_distinct(sheet, period, known)
        if period.is_over(today):
            _add_answers(sheet, period, cells, known)
            _add_flows(sheet, period, cells, known)
        if period.span == MONTH:
            sheet["days"] = [
                [first.isoformat(), after.isoformat(), amount]
                for first, after, amount in arrivals
                if period.starts_on <= first < period.ends_before
            ]
            if period != running:
                sheet["is_over"] = 1
                sheet["quarters"] = _quarters(known, period, sheet["so_far"].get(series.JOINED, 0))
    sheets[running]["open_now"] = floored(*known.open_now)
    joined = sheets[running].get("so_far", {}).get(series.JOINED, 0)
    if parts := brought.shown(known.brought, joined):
        sheets[running]["brought"] = parts
    for period, sheet in sheets.items():
        if period.span != WEEK:
            sheet["first"] = _first_figures(sheet, period, sheets, known)
    return {period: sheet for period, sheet in sheets.items() if period.starts_on <= today}


def _cut(known: Gathered, name: str, today: date) -> Pieces:
    assert known.since
    running = {
        day: leaf
        for day, leaf in known.days.get(name, {}).items()
        if period_of(MONTH, today).starts_on <= day < today and name not in ONLY_OVER
    }
    return cut(known.months.get(name, {}), running, known.since, today)


def _timeline(known: Gathered, name: str, pieces: Pieces) -> list[tuple[date, date, int]]:
    """Days in a row, of every month that is shown and of the one that runs."""
    by_month: dict[date, dict[date, Leaf]] = defaultdict(dict)
    for day, leaf in known.days.get(name, {}).items():
        by_month[day.replace(day=1)][day] = leaf
    found = []
    for month, days in sorted(by_month.items()):
        cell = pieces.cells.get(Period(MONTH, month))
        if cell and cell.exact:
            found += closed_bins(days, cell.amount)
    return [*found, *pieces.bins]


def _dated(pieces: Pieces) -> list[tuple[date, int]]:
    """The end of each piece and its amount: what may be said of « so far »."""
    months = [
        (period.ends_before, cell.amount)
        for period, cell in pieces.cells.items()
        if period.span == MONTH and cell.exact
    ]
    return [*months, *((end, amount) for _, end, amount in pieces.bins)]


def _so_far(pieces: dict[str, Pieces], period: Period) -> dict[str, int]:
    """Since the beginning, up to the end of the period: of every series, the sum of its pieces of a month or less."""
    found = {}
    for name, each in pieces.items():
        total = sum(amount for end, amount in _dated(each) if end <= period.ends_before)
        if total:
            found[name] = total
    return found


def _add_verified(sheet: dict[str, Any], period: Period, known: Gathered, running: Period) -> None:
    """They are some of those who have joined, so the rest could be subtracted: rounded down, as counts of distinct people are."""
    until = min(period.ends_before, running.starts_on)
    months = known.months.get(series.VERIFIED, {})
    count = sum(leaf.amount for month, leaf in months.items() if month < until)
    verified = floored(count, count, sheet["so_far"].get(series.JOINED, 0))
    if verified:
        sheet["so_far"][series.VERIFIED] = verified


def _add_week(
    sheets: dict[Period, dict[str, Any]],
    week: Period,
    known: Gathered,
    arrivals: list[tuple[date, date, int]],
    gone: list[tuple[date, int]],
) -> None:
    registered = sum(n for _, end, n in arrivals if end <= week.ends_before)
    registered -= sum(n for end, n in gone if end <= week.ends_before)
    count = known.active.get(week.starts_on, 0)
    active = floored(count, count, registered)
    if active:
        sheets[week] = {"active": active, "registered": registered}


def _add_distinct(sheet: dict[str, Any], period: Period, known: Gathered) -> None:
    people = known.distinct.get((series.REACHED, period), 0)
    for name in (series.REACHED, series.TIES):
        count = floored(known.distinct.get((name, period), 0), people)
        if count:
            sheet[name] = count


def _add_events(sheet: dict[str, Any], period: Period, known: Gathered, today: date) -> None:
    """To the unit, however few: the town hall has announced them to everybody. Of what still runs, those of days that are over."""
    months, days = known.months.get(series.EVENTS, {}), known.days.get(series.EVENTS, {})
    count = sum(leaf.amount for month, leaf in months.items() if month in period.months)
    count += sum(leaf.amount for day, leaf in days.items() if period.starts_on <= day < period.ends_before)
    if count:
        sheet.setdefault("cells", {})[series.EVENTS] = [count, int(period.is_over(today))]


def _add_answers(sheet: dict[str, Any], period: Period, cells: dict[str, Cell], known: Gathered) -> None:
    """The share answered, or the least that it is; the middle of the time to the first answer."""
    answered, unanswered = cells.get(series.ANSWERED), cells.get(series.UNANSWERED)
    if not (answered and answered.exact):
        return
    if unanswered and unanswered.exact:
        sheet["answered"] = round(100 * answered.amount / (answered.amount + unanswered.amount))
    else:
        rest = sum(
            leaf.amount
            for month, leaf in known.months.get(series.UNANSWERED, {}).items()
            if month in period.months
        )
        least = None if unanswered else least_share(answered.amount, rest)
        if least:
            sheet["answered_least"] = least
    seconds = known.medians.get(period)
    if seconds is not None:
        sheet["median"] = _rounded(seconds)


def _add_flows(sheet: dict[str, Any], period: Period, cells: dict[str, Cell], known: Gathered) -> None:
    """Exchanges with each other commune, rounded down to five; of all that are shown five at least stay at home or elsewhere."""
    whole = sum(cells[name].amount for name in series.FAMILIES if name in cells)
    found = {
        other: exchanges // 5 * 5
        for other, (exchanges, people) in known.flows.get(period, {}).items()
        if people >= FEWEST <= exchanges
    }
    flows = leaving_five(found, whole)
    if flows:
        sheet["flows"] = flows


def _rounded(seconds: float) -> int:
    """A middle is the time of one request: to five minutes below an hour, a quarter below six, an hour below two days, a day."""
    for below, to in ((3600, 300), (6 * 3600, 900), (48 * 3600, 3600)):
        if seconds < below:
            return max(to, round(seconds / to) * to)
    return round(seconds / 86_400) * 86_400


def _quarters(known: Gathered, period: Period, joined: int) -> dict[str, int]:
    """Sign-ups of each quarter of the commune since the beginning, rounded down to five; five at least of no known quarter."""
    found = {}
    for name, months in known.months.items():
        if name.startswith(series.OF_QUARTER):
            count = sum(leaf.amount for month, leaf in months.items() if month < period.ends_before)
            if count >= FEWEST:
                found[name.removeprefix(series.OF_QUARTER)] = count // 5 * 5
    return leaving_five(found, joined)


def _first_figures(
    sheet: dict[str, Any], period: Period, sheets: dict[Period, dict[str, Any]], known: Gathered
) -> dict[str, float]:
    """What is compared with other communes: of figures that are shown, nothing else."""
    found: dict[str, float] = {}
    for name in ("answered", "median"):
        if name in sheet:
            found[name] = sheet[name]
    registered = sheet["so_far"].get(series.JOINED, 0) - sheet["so_far"].get(series.LEFT, 0)
    households = sizes.households(known.population)
    if registered >= FEWEST and households:
        found["households"] = round(100 * registered / households, 1)
    weeks = [
        week
        for week in sheets
        if week.span == WEEK and period.starts_on < week.ends_before <= period.ends_before
    ]
    if weeks:
        last = sheets[max(weeks)]
        found["active"] = round(100 * last["active"] / last["registered"])
    exchanges = sum(sheet.get("cells", {}).get(name, [0])[0] for name in series.FAMILIES)
    if exchanges and known.population:
        found["exchanges"] = round(1000 * exchanges / known.population, 1)
    return found


def _periods(since: date, today: date) -> Iterable[Period]:
    for span in (WEEK, MONTH, QUARTER, YEAR):
        period = period_of(span, since)
        while period.starts_on <= today:
            if span != WEEK or period.is_over(today):
                yield period
            period = period.next
