"""How often something may be done: counted in PostgreSQL, so exactly, by all processes together."""

import hashlib
import ipaddress
import random

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

# One statement, so two requests at the same instant are both counted. A window starts with its first attempt.
COUNT = """
INSERT INTO core_limit AS old (key, attempts, until)
VALUES (%s, 1, clock_timestamp() + make_interval(secs => %s))
ON CONFLICT (key) DO UPDATE SET
    attempts = CASE WHEN old.until < clock_timestamp() THEN 1 ELSE old.attempts + 1 END,
    until = CASE WHEN old.until < clock_timestamp() THEN excluded.until ELSE old.until END
RETURNING attempts
"""
SWEEP = 0.005  # one attempt in two hundred clears windows that have passed


def allow(key: str, limit: int, seconds: int) -> bool:
    """Counts one attempt of `key`; true for the first `limit` within `seconds`. One query.

    Inside a transaction that is rolled back the attempt is not counted: ask before opening one.
    """
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [_hidden(key), seconds])
        (attempts,) = cursor.fetchone()
        if random.random() < SWEEP:  # noqa: S311
            cursor.execute("DELETE FROM core_limit WHERE until < clock_timestamp()")
    return bool(attempts <= limit)


def visitor(request: HttpRequest) -> str:
    """The address of who asks, as the outermost of our own proxies has seen it; never one that a visitor claims."""
    proxies = settings.CONFIGURATION.proxies
    seen = request.headers.get("X-Forwarded-For", "").split(",") if proxies else []
    address = seen[-proxies].strip() if len(seen) >= proxies > 0 else request.META.get("REMOTE_ADDR", "")
    return _household(address)


def _household(address: str) -> str:
    """An IPv6 connection has a whole /64 to itself: its addresses are one visitor."""
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(read, ipaddress.IPv4Address):
        return address
    return str(read.ipv4_mapped or ipaddress.ip_network((read, 64), strict=False).network_address)


def _hidden(key: str) -> str:
    """Keys hold addresses and e-mails: only their keyed hash is kept."""
    return hashlib.blake2b(key.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=20).hexdigest()
