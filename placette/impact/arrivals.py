"""Who joined, was verified, left, and who was here this week: brought to the ledger from what people keep of themselves.

Nothing to call where people join: whatever way a membership came to be, it is found here, once, at the next roll-up. Who joins
and leaves between two of them never was there.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from .actions import hash_of, ledger_key
from .models import Arrival, Visit

AT_A_TIME = 5000
# Of those who live there. A membership names itself; its steps are found by that name.
NEW = """
SELECT 'membership:' || m.id, 'joined', m.commune_id, m.quarter_id, m.joined_at, m.person_id
FROM people_membership m WHERE m.purpose = 'home'
AND NOT EXISTS (SELECT FROM impact_arrival a WHERE a.source = 'membership:' || m.id AND a.step = 'joined')
UNION ALL
SELECT 'membership:' || m.id, 'verified', m.commune_id, m.quarter_id, m.verified_at, m.person_id
FROM people_membership m WHERE m.purpose = 'home' AND m.verified_at IS NOT NULL
AND NOT EXISTS (SELECT FROM impact_arrival a WHERE a.source = 'membership:' || m.id AND a.step = 'verified')
"""
GONE = """
INSERT INTO impact_arrival (source, step, commune_id, quarter_id, at, person)
SELECT a.source, 'left', a.commune_id, a.quarter_id, now(), a.person FROM impact_arrival a
WHERE a.step = 'joined'
AND NOT EXISTS (SELECT FROM people_membership m WHERE 'membership:' || m.id = a.source AND m.purpose = 'home')
AND NOT EXISTS (SELECT FROM impact_arrival l WHERE l.source = a.source AND l.step = 'left')
ON CONFLICT DO NOTHING
"""
HERE = """
SELECT m.commune_id, date_trunc('week', p.last_seen_on)::date, p.id FROM people_person p
JOIN people_membership m ON m.person_id = p.id AND m.purpose = 'home'
WHERE p.last_seen_on >= date_trunc('week', current_date - 7)::date
"""


@transaction.atomic
def catch_up() -> int:
    """Write what is not in the ledger yet; how many lines. Safe to run at any time, by several: each is written once."""
    written, key = 0, ledger_key()
    for lines in _batches(NEW):
        made = Arrival.objects.bulk_create(
            [
                Arrival(
                    source=source,
                    step=step,
                    commune_id=commune,
                    quarter_id=quarter,
                    at=at,
                    person=hash_of(person, key),
                )
                for source, step, commune, quarter, at, person in lines
            ],
            ignore_conflicts=True,
        )
        written += len(made)
    with connection.cursor() as cursor:
        cursor.execute(GONE)
        written += cursor.rowcount
    for seen in _batches(HERE):
        Visit.objects.bulk_create(
            [
                Visit(commune_id=commune, week=week, person=hash_of(person, key))
                for commune, week, person in seen
            ],
            ignore_conflicts=True,
        )
    return written


def _batches(statement: str) -> Iterator[list[tuple[Any, ...]]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(AT_A_TIME):
            yield rows
