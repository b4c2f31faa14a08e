"""Asking a partner's server: one request, within a time that holds for all of it, and no more than it may weigh."""

import http.client
import time
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode, urlsplit

from django.conf import settings

MOST = 1_000_000  # bytes of an answer
CHUNK = 65_536


class Away(Exception):
    """No answer, not in time, or too long a one. Says the kind of trouble, never what was asked."""


@dataclass(frozen=True)
class Server:
    """A partner's, from PLACETTE_CARPOOL_PARTNERS."""

    name: str
    url: str  # ends with /v1 or wherever its operations begin
    key: str
    operator: str  # its domain


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    content_type: str


def servers() -> tuple[Server, ...]:
    return _read(tuple(tuple(sorted(each.items())) for each in settings.CARPOOL_PARTNERS))


def of_operator(operator: str) -> Server | None:
    return next((each for each in servers() if each.operator == operator), None)


def call(server: Server, method: str, path: str, query: dict[str, object], seconds: float) -> Answer:
    """Away where that takes longer than `seconds`, drop by drop as well; follows nobody elsewhere."""
    until = time.monotonic() + seconds
    parts = urlsplit(server.url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=seconds)
    headers = {"X-API-Key": server.key, "Accept": "application/json", "Connection": "close"}
    try:
        connection.request(method, f"{parts.path.rstrip('/')}/{path}?{urlencode(query)}", headers=headers)
        _hurry(connection, until)
        answer = connection.getresponse()
        body = b""
        while chunk := answer.read1(CHUNK):
            body += chunk
            if len(body) > MOST:
                raise Away("too long")
            _hurry(connection, until)
        return Answer(answer.status, body, answer.headers.get("Content-Type", ""))
    except (OSError, http.client.HTTPException, ValueError) as trouble:
        raise Away(type(trouble).__name__) from None
    finally:
        connection.close()


def _hurry(connection: http.client.HTTPConnection, until: float) -> None:
    """Each wait is no longer than what is left."""
    left = until - time.monotonic()
    if left <= 0:
        raise Away("too slow")
    if connection.sock is not None:
        connection.sock.settimeout(left)


@cache
def _read(settings_of_all: tuple[tuple[tuple[str, str], ...], ...]) -> tuple[Server, ...]:
    read = []
    for each in map(dict, settings_of_all):
        operator = each.get("operator") or urlsplit(each["url"]).hostname or ""
        read.append(Server(each["name"], each["url"], each["key"], operator.lower()))
    return tuple(read)
