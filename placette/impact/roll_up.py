"""From the ledger to days and months: only what has changed, each time whole, so that it can never be counted twice.

A day is computed again from its ledger as soon as an entry of it was written, however late; so what stands is always what
a computation of everything would give. Marks go in the transaction that computes: after a crash they are still there.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection, transaction

from . import series

# One roll-up at a time: two that compute the same day would write it twice.
LOCK = 0x696D70616374
TAKE_MARKS = """
WITH taken AS (DELETE FROM impact_changed RETURNING commune, day)
INSERT INTO to_roll SELECT DISTINCT commune, day FROM taken
"""
FORGET = "DELETE FROM impact_day USING to_roll WHERE impact_day.commune = to_roll.commune AND impact_day.day = to_roll.day"
# Each exchange in the commune of each side, once where they are the same; for every amount the people behind it.
# An amount is taken once of the several rows that its people make.
EXCHANGES = """
WITH sided AS (
    SELECT r.commune, r.day, e.* FROM to_roll r JOIN impact_exchange e ON e.commune_id = r.commune
        AND e.done_at >= impact_begins(r.commune, r.day) AND e.done_at < impact_begins(r.commune, r.day + 1)
    UNION ALL
    SELECT r.commune, r.day, e.* FROM to_roll r JOIN impact_exchange e ON e.other_commune_id = r.commune
        AND e.done_at >= impact_begins(r.commune, r.day) AND e.done_at < impact_begins(r.commune, r.day + 1)
        AND e.commune_id <> e.other_commune_id
)
INSERT INTO impact_day (commune, day, series, amount, people)
SELECT commune, day, amounts.series, sum(amounts.amount) FILTER (WHERE coalesce(nth, 1) = 1),
    coalesce(array_agg(DISTINCT person) FILTER (WHERE person IS NOT NULL), '{}')
FROM sided
CROSS JOIN LATERAL (VALUES
    (kind, 1), (kind || '.minutes', minutes), (kind || '.cents', euros_saved_cents), (kind || '.metres', metres),
    (kind || '.co2_low', co2_grams_low), (kind || '.co2_high', co2_grams_high)
) AS amounts (series, amount)
LEFT JOIN LATERAL unnest(people) WITH ORDINALITY AS who (person, nth) ON true
WHERE amounts.amount > 0
GROUP BY commune, day, amounts.series
UNION ALL
SELECT commune, day, 'ties', count(*), array_agg(DISTINCT encode(tie, 'hex')::uuid) FROM sided
WHERE tie IS NOT NULL GROUP BY commune, day
"""
REQUESTS = """
INSERT INTO impact_day (commune, day, series, amount, people)
SELECT r.commune, r.day, CASE WHEN q.first_answer_at IS NULL THEN 'unanswered' ELSE 'answered' END AS series, count(*),
    coalesce(array_agg(DISTINCT encode(q.asker, 'hex')::uuid) FILTER (WHERE q.asker IS NOT NULL), '{}')
FROM to_roll r JOIN impact_requestasked q ON q.commune_id = r.commune
    AND q.asked_at >= impact_begins(r.commune, r.day) AND q.asked_at < impact_begins(r.commune, r.day + 1)
GROUP BY 1, 2, 3
"""
ARRIVALS = """
WITH stepped AS (
    SELECT r.commune, r.day, a.step, a.person, a.quarter_id FROM to_roll r JOIN impact_arrival a ON a.commune_id = r.commune
        AND a.at >= impact_begins(r.commune, r.day) AND a.at < impact_begins(r.commune, r.day + 1)
)
INSERT INTO impact_day (commune, day, series, amount, people)
SELECT commune, day, step, count(*), array_agg(DISTINCT person) FROM stepped GROUP BY commune, day, step
UNION ALL
SELECT commune, day, 'joined@' || quarter_id, count(*), array_agg(DISTINCT person) FROM stepped
WHERE step = 'joined' AND quarter_id IS NOT NULL GROUP BY commune, day, quarter_id
"""
# Only how many: nothing else is ever asked of a week.
VISITS = """
INSERT INTO impact_day (commune, day, series, amount, people)
SELECT r.commune, r.day, 'active', count(*), '{}' FROM to_roll r
JOIN impact_visit v ON v.commune_id = r.commune AND v.week = r.day GROUP BY r.commune, r.day
"""
EVENTS = """
INSERT INTO impact_day (commune, day, series, amount, people)
SELECT r.commune, r.day, 'events', count(*), '{}' FROM to_roll r JOIN impact_event e ON e.commune_id = r.commune
    AND e.starts_at >= impact_begins(r.commune, r.day) AND e.starts_at < impact_begins(r.commune, r.day + 1)
GROUP BY r.commune, r.day
"""
STALE_MONTHS = """
DELETE FROM impact_month m USING (SELECT DISTINCT commune, date_trunc('month', day)::date AS month FROM to_roll) r
WHERE m.commune = r.commune AND m.month = r.month
"""
# Months that are over and have days, but no sum of them yet: those that have just ended, and those whose days changed.
MONTHS = """
WITH lacking AS (
    SELECT DISTINCT d.commune, date_trunc('month', d.day)::date AS month FROM impact_day d
    WHERE d.day < %(this_month)s AND d.commune = ANY(%(communes)s)
    AND NOT EXISTS (
        SELECT FROM impact_month m WHERE m.commune = d.commune AND m.month = date_trunc('month', d.day)::date
    )
), named AS (
    SELECT d.commune, l.month, d.amount, d.people, names.series FROM lacking l
    JOIN impact_day d ON d.commune = l.commune AND d.day >= l.month AND d.day < l.month + interval '1 month'
    CROSS JOIN LATERAL (
        SELECT coalesce(f.family, 'things') || substr(d.series, length(split_part(d.series, '.', 1)) + 1) AS series
        FROM (SELECT) AS one LEFT JOIN unnest(%(kinds)s::text[], %(families)s::text[]) AS f (kind, family)
            ON f.kind = split_part(d.series, '.', 1)
        WHERE NOT (d.series = ANY(%(others)s) OR d.series LIKE 'joined@%%')
        UNION ALL SELECT d.series WHERE d.series = ANY(%(others)s) OR d.series LIKE 'joined@%%'
        UNION ALL SELECT 'reached' WHERE strpos(d.series, '.') = 0 AND NOT (d.series = ANY(%(others)s) OR d.series LIKE 'joined@%%')
    ) AS names
)
INSERT INTO impact_month (commune, month, series, amount, people)
SELECT amounts.commune, amounts.month, amounts.series, amounts.amount, coalesce(sets.people, '{}') FROM (
    SELECT commune, month, series, sum(amount) AS amount FROM named GROUP BY commune, month, series
) AS amounts LEFT JOIN (
    SELECT commune, month, series, array_agg(DISTINCT person) AS people FROM named, unnest(people) AS person
    GROUP BY commune, month, series
) AS sets USING (commune, month, series)
"""
OTHERS = [
    series.ANSWERED,
    series.UNANSWERED,
    series.JOINED,
    series.VERIFIED,
    series.LEFT,
    series.ACTIVE,
    series.TIES,
    series.EVENTS,
]
EVERYTHING = """
INSERT INTO impact_changed (commune, day)
SELECT commune_id, impact_day(commune_id, done_at) FROM impact_exchange
UNION SELECT other_commune_id, impact_day(other_commune_id, done_at) FROM impact_exchange
UNION SELECT commune_id, impact_day(commune_id, asked_at) FROM impact_requestasked
UNION SELECT commune_id, impact_day(commune_id, at) FROM impact_arrival
UNION SELECT commune_id, week FROM impact_visit
UNION SELECT commune_id, impact_day(commune_id, starts_at) FROM impact_event
"""


@transaction.atomic
def roll_up() -> int:
    """Compute the days that have changed since the last time; how many they were. Safe to run at any time, by several."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("CREATE TEMP TABLE to_roll (commune varchar(5), day date) ON COMMIT DROP")
        cursor.execute(TAKE_MARKS)
        days = cursor.rowcount
        if days:
            cursor.execute("ANALYZE to_roll")
            for statement in (FORGET, EXCHANGES, REQUESTS, ARRIVALS, VISITS, EVENTS, STALE_MONTHS):
                cursor.execute(statement)
        cursor.execute("DROP TABLE to_roll")
    return days


@transaction.atomic
def sum_months(communes: Collection[str], today: date) -> None:
    """Bring together the months that were over before `today` and are not summed yet."""
    known: dict[str, Any] = {
        "this_month": today.replace(day=1),
        "communes": list(communes),
        "kinds": list(series.FAMILY_OF),
        "families": list(series.FAMILY_OF.values()),
        "others": OTHERS,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(MONTHS, known)


@transaction.atomic
def recompute() -> int:
    """Forget all that was computed and compute it again from the ledger. It changes no figure: tests and bench say so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("DELETE FROM impact_month")
        cursor.execute("DELETE FROM impact_day")
        cursor.execute(EVERYTHING)
    return roll_up()
