"""Telling the open pages of a person that something changed.

An event goes through PostgreSQL's NOTIFY, so it leaves with the transaction that caused it and reaches every
live process. It carries names and counts, never content: the page asks for what it wants to show.
"""

import json
from collections.abc import Iterable, Mapping
from itertools import batched

from django.core import signing
from django.db import connection

CHANNEL = "placette_live"
SALT = "core.live.topic"
PASS_LASTS = 86_400  # seconds
TOLD_AT_ONCE = 300  # people; PostgreSQL takes 8,000 bytes, and ids may grow to 20


def tell(people: Iterable[int], event: str, **facts: int | str) -> None:
    """Send `event` to the open pages of these people. `facts` must stay under 1,000 bytes."""
    with connection.cursor() as cursor:
        for some in batched(sorted(set(people)), TOLD_AT_ONCE):
            payload = json.dumps({"to": some, "event": event, "facts": facts})
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


def announce(topic: str, event: str, facts: Mapping[str, object]) -> None:
    """Send `event` to all open pages that follow `topic`, whoever reads them: `campaign:12`. At most 7,000 bytes.

    Of several announcements of one topic and event in the same moment a page may get the last alone: each says all
    that is now.
    """
    payload = json.dumps({"topic": topic, "event": event, "facts": facts})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


def pass_to(topic: str, person_id: int) -> str:
    """With it an open page of this person may follow `topic` for a day: the page that makes it has asked the rules."""
    return signing.dumps([topic, person_id], salt=SALT)


def topic_of(token: str, person_id: int) -> str | None:
    """What the pass opens; None where it is somebody else's, older than a day or forged."""
    try:
        topic, whose = signing.loads(token, salt=SALT, max_age=PASS_LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(topic) if whose == person_id else None
