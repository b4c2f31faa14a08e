"""Reading what may be shown. There is nothing else to read here: figures about too few people are in no sheet."""

import json
from collections.abc import Collection

from django.db import connection

LATEST = """
SELECT DISTINCT ON (commune) figures -> 'so_far' FROM impact_sheet
WHERE commune = ANY(%s) AND span = 'month' ORDER BY commune, starts_on DESC
"""


# Of the month that runs: it is the latest, and the one that holds them.
BROUGHT = """
SELECT figures -> 'brought' FROM impact_sheet WHERE commune = %s AND span = 'month' ORDER BY starts_on DESC LIMIT 1
"""


def brought(commune: str) -> dict[str, int]:
    """Sign-ups by what brought them (brought.py): at least so many; what may not be shown is not there. One query."""
    with connection.cursor() as cursor:
        cursor.execute(BROUGHT, [commune])
        found = cursor.fetchone()
    said = found[0] if found else None
    return (json.loads(said) if isinstance(said, str) else said) or {}


def so_far(communes: Collection[str]) -> dict[str, int]:
    """Since the beginning, by series (series.py): at least so much, together. Sign-ups, amounts, cents, grams. One query, on
    the primary key of the sheets.
    """
    with connection.cursor() as cursor:
        cursor.execute(LATEST, [list(communes)])
        found = [json.loads(each) if isinstance(each, str) else each for (each,) in cursor.fetchall()]
    return {
        name: sum(each.get(name, 0) for each in found)
        for name in sorted({*(n for each in found for n in each)})
    }


def saved_by_purchases(communes: Collection[str]) -> int | None:
    """Cents that grouped purchases have saved, at least; None where nothing may be shown yet. One query."""
    return so_far(communes).get("purchases.cents")
