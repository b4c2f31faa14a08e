"""The partners of this site, and a question to one of them."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from placette.core.asking import Answer, ask

MOST = 1_000_000  # bytes of an answer


@dataclass(frozen=True)
class Server:
    """A partner's, from PLACETTE_CARPOOL_PARTNERS."""

    name: str
    url: str  # ends with /v1 or wherever its operations begin
    key: str
    operator: str  # its domain


def servers() -> tuple[Server, ...]:
    return _read(tuple(tuple(sorted(each.items())) for each in settings.CARPOOL_PARTNERS))


def of_operator(operator: str) -> Server | None:
    return next((each for each in servers() if each.operator == operator), None)


def call(server: Server, method: str, path: str, query: dict[str, object], seconds: float) -> Answer:
    """What the partner answers, of any status. NoAnswer."""
    address = f"{server.url.rstrip('/')}/{path}?{urlencode(query)}"
    # Asked now and then: a connection kept open would hold one of theirs, and of a Placette its database's as well.
    headers = {"X-API-Key": server.key, "Connection": "close"}
    return ask(method, address, seconds, headers=headers, most=MOST)


@cache
def _read(settings_of_all: tuple[tuple[tuple[str, str], ...], ...]) -> tuple[Server, ...]:
    read = []
    for each in map(dict, settings_of_all):
        operator = each.get("operator") or urlsplit(each["url"]).hostname or ""
        read.append(Server(each["name"], each["url"], each["key"], operator.lower()))
    return tuple(read)
