"""What is known of communes before anything is left out: read for the publication, and by nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection

from . import brought, series
from .periods import MONTH, QUARTER, YEAR, Period
from .suppression import FEWEST, Leaf

OPEN_DAYS = 30  # a request that nobody has answered for so long is no longer waited for


@dataclass
class Gathered:
    """Of one commune. Days of the month that runs, and of arrivals all; months that are over."""

    population: int = 0
    since: date | None = None
    days: dict[str, dict[date, Leaf]] = field(default_factory=lambda: defaultdict(dict))
    months: dict[str, dict[date, Leaf]] = field(default_factory=lambda: defaultdict(dict))
    distinct: dict[tuple[str, Period], int] = field(default_factory=dict)
    medians: dict[Period, float] = field(default_factory=dict)
    active: dict[date, int] = field(default_factory=dict)
    open_now: tuple[int, int] = (0, 0)  # requests, askers
    brought: list[brought.Brought] = field(default_factory=list)
    # With each other commune: exchanges, people.
    flows: dict[Period, dict[str, tuple[int, int]]] = field(default_factory=lambda: defaultdict(dict))


def counted() -> list[str]:
    """Communes of which anything was ever counted: a loose scan of the primary key."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE each AS (
                SELECT min(commune) AS commune FROM impact_day
                UNION ALL
                SELECT (SELECT min(commune) FROM impact_day WHERE commune > each.commune) FROM each
                WHERE each.commune IS NOT NULL
            ) SELECT commune FROM each WHERE commune IS NOT NULL
            """
        )
        return [code for (code,) in cursor.fetchall()]


def gather(communes: Collection[str], today: date) -> dict[str, Gathered]:
    """Seven queries, each on the index of its commune, and those of `brought.sources`."""
    found: dict[str, Gathered] = {code: Gathered() for code in communes}
    known: dict[str, Any] = {
        "communes": list(communes),
        "this_month": today.replace(day=1),
        "today": today,
        "fewest": FEWEST,
        "flows_since": date(today.year - 1, 1, 1),
        "open_since": today - timedelta(days=OPEN_DAYS),
    }
    for code, population, opened, first in _rows(PLACES, known):
        found[code].population = population
        since = min((day for day in (opened, first) if day), default=None)
        found[code].since = since.replace(day=1) if since else None
    for code, month, name, amount, people, few in _rows(MONTHS, known):
        found[code].months[name][month] = Leaf(amount, people, frozenset(few or ()))
    for code, day, name, amount, people, few in _rows(DAYS, known):
        if name == series.ACTIVE:
            found[code].active[day] = amount
        else:
            days = found[code].days[family_series(name)]
            days[day] = _with(days.get(day), Leaf(amount, people, frozenset(few or ())))
    for code, name, month, quarter, year, people in _rows(DISTINCT, known):
        found[code].distinct[name, _period(month, quarter, year)] = people
    for code, month, quarter, year, seconds in _rows(MEDIANS, known):
        found[code].medians[_period(month, quarter, year)] = seconds
    for code, other, month, quarter, year, exchanges, people in _rows(FLOWS, known):
        found[code].flows[_period(month, quarter, year)][other] = exchanges, people
    for code, requests, askers in _rows(OPEN, known):
        found[code].open_now = requests, askers
    for code, parts in brought.gathered(communes).items():
        found[code].brought = parts
    return found


def family_series(name: str) -> str:
    """« loan.cents » of a day is « things.cents » of a month."""
    kind, dot, measure = name.partition(".")
    if kind in PLAIN or name.startswith(series.OF_QUARTER):
        return name
    return series.FAMILY_OF.get(kind, series.THINGS) + dot + measure


PLAIN = {
    series.ANSWERED,
    series.UNANSWERED,
    series.JOINED,
    series.VERIFIED,
    series.LEFT,
    series.ACTIVE,
    series.TIES,
    series.EVENTS,
}


def _with(one: Leaf | None, other: Leaf) -> Leaf:
    """Two kinds of one family on a day. People at least: who is in both counts once where they are few."""
    if one is None:
        return other
    few = one.few | other.few
    return Leaf(one.amount + other.amount, max(one.people, other.people, len(few)), few)


def _period(month: date | None, quarter: date | None, year: date | None) -> Period:
    """Of a grouping set: the one that is there."""
    if month:
        return Period(MONTH, month)
    if quarter:
        return Period(QUARTER, quarter)
    assert year
    return Period(YEAR, year)


def _rows(statement: str, known: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, known)
        return cursor.fetchall()


# An event is dated by whoever types it: a year gone wrong must not move the beginning of all the rest.
PLACES = """
SELECT c.code, c.population, (s.opened_at AT TIME ZONE 'Europe/Paris')::date,
    (SELECT min(day) FROM impact_day d WHERE d.commune = c.code AND d.series <> 'events')
FROM places_commune c LEFT JOIN places_space s ON s.commune_id = c.code WHERE c.code = ANY(%(communes)s)
"""
MONTHS = """
SELECT commune, month, series, amount, cardinality(people),
    CASE WHEN cardinality(people) < %(fewest)s THEN people END
FROM impact_month WHERE commune = ANY(%(communes)s) AND month < %(this_month)s
"""
DAYS = """
SELECT commune, day, series, amount, cardinality(people),
    CASE WHEN cardinality(people) < %(fewest)s THEN people END
FROM impact_day WHERE commune = ANY(%(communes)s) AND day < %(today)s
AND (day >= %(this_month)s OR series IN ('joined', 'active'))
"""
# Of months that are over, together by month, by quarter and by year.
DISTINCT = """
SELECT commune, series, month, quarter, year, count(DISTINCT person) FROM (
    SELECT commune, series, month, date_trunc('quarter', month)::date AS quarter,
        date_trunc('year', month)::date AS year, person
    FROM impact_month, unnest(people) AS person
    WHERE commune = ANY(%(communes)s) AND series IN ('reached', 'ties') AND month < %(this_month)s
) AS each GROUP BY GROUPING SETS ((commune, series, month), (commune, series, quarter), (commune, series, year))
"""
MEDIANS = """
SELECT commune, month, quarter, year, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FROM (
    SELECT commune_id AS commune, extract(epoch FROM first_answer_at - asked_at) AS seconds,
        date_trunc('month', day)::date AS month, date_trunc('quarter', day)::date AS quarter, date_trunc('year', day)::date AS year
    FROM (
        SELECT *, impact_day(commune_id, asked_at) AS day FROM impact_requestasked
        WHERE commune_id = ANY(%(communes)s) AND first_answer_at IS NOT NULL
    ) AS asked WHERE day < %(this_month)s
) AS each GROUP BY GROUPING SETS ((commune, month), (commune, quarter), (commune, year))
"""
# Of the last two years: who looks further back reads what was shown then.
FLOWS = """
WITH crossed AS (
    SELECT commune_id AS commune, other_commune_id AS other, id, done_at, people FROM impact_exchange
    WHERE commune_id = ANY(%(communes)s) AND other_commune_id <> commune_id AND done_at >= %(flows_since)s
    UNION ALL
    SELECT other_commune_id, commune_id, id, done_at, people FROM impact_exchange
    WHERE other_commune_id = ANY(%(communes)s) AND other_commune_id <> commune_id AND done_at >= %(flows_since)s
), dated AS (
    SELECT commune, other, id, person, date_trunc('month', day)::date AS month, date_trunc('quarter', day)::date AS quarter,
        date_trunc('year', day)::date AS year
    FROM crossed LEFT JOIN LATERAL unnest(people) AS person ON true CROSS JOIN LATERAL impact_day(commune, done_at) AS day
    WHERE day < %(this_month)s
)
SELECT commune, other, month, quarter, year, count(DISTINCT id), count(DISTINCT person) FROM dated
GROUP BY GROUPING SETS ((commune, other, month), (commune, other, quarter), (commune, other, year))
"""
OPEN = """
SELECT commune_id, count(*), count(DISTINCT asker) FROM impact_requestasked
WHERE commune_id = ANY(%(communes)s) AND first_answer_at IS NULL AND asked_at >= %(open_since)s GROUP BY commune_id
"""
