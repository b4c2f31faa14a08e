"""Telling the open pages of a person that something changed.

An event goes through PostgreSQL's NOTIFY, so it leaves with the transaction that caused it and reaches every
live process. It carries names and counts, never content: the page asks for what it wants to show.
"""

import json
from collections.abc import Iterable

from django.db import connection

CHANNEL = "placette_live"


def tell(people: Iterable[int], event: str, **facts: int | str) -> None:
    """Send `event` to the open pages of these people. `facts` must stay under 7,000 bytes."""
    ids = sorted(set(people))
    if not ids:
        return
    payload = json.dumps({"to": ids, "event": event, "facts": facts})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])
