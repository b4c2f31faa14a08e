"""The sheets as they are kept and read. Whoever reads one may show all of it: what may not be shown is not there."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import connection

from . import series
from .models import Peers, Sheet
from .periods import Period
from .sizes import CLASSES, class_of

PEERS_CHANGE = timedelta(days=400)
# What a page shows of the cells: answers are first figures, who left is shown nowhere.
COMPARED = [
    *(each for each in series.ADDED if each not in {series.ANSWERED, series.UNANSWERED, series.LEFT}),
    series.EVENTS,
]
KEEP = """
WITH made AS (
    SELECT * FROM jsonb_to_recordset(%s::jsonb) AS each (commune varchar(5), span varchar(7), starts_on date, figures jsonb)
), gone AS (
    DELETE FROM impact_sheet s WHERE s.commune = ANY(%s)
    AND NOT EXISTS (SELECT FROM made m WHERE (m.commune, m.span, m.starts_on) = (s.commune, s.span, s.starts_on))
)
INSERT INTO impact_sheet (commune, span, starts_on, figures) SELECT commune, span, starts_on, figures FROM made
ON CONFLICT (commune, span, starts_on) DO UPDATE SET figures = EXCLUDED.figures
WHERE impact_sheet.figures IS DISTINCT FROM EXCLUDED.figures
"""
# The middle of each figure over the communes of a class, where five or more show it: of euros and of exchanges of all
# together, of each by itself.
KEEP_PEERS = """
WITH classed AS (
    SELECT (SELECT max(least) FROM unnest(%s::integer[]) AS least WHERE least <= c.population) AS size,
        s.span, s.starts_on, f.key, f.value
    FROM impact_sheet s JOIN places_commune c ON c.code = s.commune,
    LATERAL (
        SELECT key, value::text::numeric FROM jsonb_each(s.figures -> 'first')
        UNION ALL
        SELECT key, (value ->> 0)::numeric FROM jsonb_each(s.figures -> 'cells') WHERE key = ANY(%s)
        UNION ALL
        SELECT 'cents', sum((value ->> 0)::numeric) FROM jsonb_each(s.figures -> 'cells') WHERE key = ANY(%s)
        HAVING count(*) > 0
        UNION ALL
        SELECT 'exchanges', sum((value ->> 0)::numeric) FROM jsonb_each(s.figures -> 'cells') WHERE key = ANY(%s)
        HAVING count(*) > 0
        UNION ALL
        SELECT key, value::text::numeric FROM jsonb_each(s.figures) WHERE key = ANY(%s)
        UNION ALL
        SELECT key, value::text::numeric FROM jsonb_each(s.figures -> 'so_far') WHERE key = ANY(%s)
    ) AS f (key, value)
    WHERE s.span <> 'week' AND s.starts_on >= %s
), middles AS (
    SELECT size, span, starts_on, key, percentile_disc(0.5) WITHIN GROUP (ORDER BY value) AS middle, count(*) AS communes
    FROM classed GROUP BY size, span, starts_on, key HAVING count(*) >= 5
)
INSERT INTO impact_peers (size, span, starts_on, figures)
SELECT size, span, starts_on, jsonb_object_agg(key, middle) || jsonb_build_object('communes', max(communes))
FROM middles GROUP BY size, span, starts_on
"""


def keep(communes: Collection[str], made: Mapping[str, Mapping[Period, dict[str, Any]]]) -> None:
    """Write the sheets of these communes; those that are no longer made go. One statement, which touches what has changed."""
    rows = [
        {"commune": code, "span": period.span, "starts_on": period.starts_on.isoformat(), "figures": figures}
        for code, sheets in made.items()
        for period, figures in sheets.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [json.dumps(rows), list(communes)])


def keep_peers(today: date) -> None:
    """Of the periods that began in the last thirteen months; those before stand as they are."""
    since = today - PEERS_CHANGE
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM impact_peers WHERE starts_on >= %s", [since])
        together = [list(series.EUROS), list(series.FAMILIES)]
        distinct = [series.TIES, series.REACHED]
        cursor.execute(KEEP_PEERS, [list(CLASSES), COMPARED, *together, distinct, [series.VERIFIED], since])


def side_by_side(
    communes: Collection[str], period: Period
) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Of each commune the sheet of the period and of the one before; empty where nothing may be shown. One query, on
    the primary key. They are never to be added up: an exchange between two of the communes counts in both.
    """
    before = period.previous
    found: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {code: ({}, {}) for code in communes}
    asked = Sheet.objects.filter(
        commune__in=list(communes), span=period.span, starts_on__in=[period.starts_on, before.starts_on]
    )
    for code, day, figures in asked.values_list("commune", "starts_on", "figures"):
        now, then = found[code]
        found[code] = (figures, then) if day == period.starts_on else (now, figures)
    return found


def flows(communes: Collection[str], period: Period) -> dict[tuple[str, str], int]:
    """Exchanges between each two of the communes in a period that is over, at least; the two in the order of their codes.
    One query. Both sides count the same; the one that shows more says more.
    """
    found: dict[tuple[str, str], int] = {}
    for code, (now, _before) in side_by_side(communes, period).items():
        for other, exchanges in now.get("flows", {}).items():
            if other in communes:
                pair = (min(code, other), max(code, other))
                found[pair] = max(found.get(pair, 0), exchanges)
    return found


def peers(population: int, period: Period) -> dict[str, Any]:
    """The middles of communes of that size, and of how many; empty where they are fewer than five. One query."""
    found = Peers.objects.filter(size=class_of(population), span=period.span, starts_on=period.starts_on)
    return found.values_list("figures", flat=True).first() or {}
