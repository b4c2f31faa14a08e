"""How somebody comes by at every address: what she is let into, and what she reads there."""

import functools
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import pypdf
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from placette.people.models import Person

from .named import filled, typed

REFUSED = frozenset({"hidden", "closed", "sign in"})


@dataclass
class Met:
    """`found`: what each thing that she tried has opened, in order; `bodies`: what she then read."""

    found: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    @property
    def in_short(self) -> str:
        """« open » where it opens and says then what is wrong."""
        each = dict.fromkeys(filter(None, self.found))
        if "open" in each:
            each.pop("said", None)
        return " / ".join(each)


# Methods that an address does not know, whoever asks: not asked for again. « 405 » comes before and after every door alike.
_unknown: set[tuple[str, str]] = set()


def come_by(comer: Person | None) -> Client:
    client = Client()
    if comer:
        client.force_login(comer)
    return client


def met(client: Client, addresses: Iterable[str], things: Mapping[str, str]) -> dict[str, Met]:
    """Each is read, then acted upon with next to nothing typed, or put where it knows neither. Whoever was refused the one
    at a door was refused both: it stands before the method. Nothing of it remains.
    """
    all_of_them = {address: Met() for address in addresses}
    with undone():
        for address, at in all_of_them.items():
            _ask(client, "GET", address, at, things)
    for address, at in all_of_them.items():
        for method in ("POST", "PUT"):
            if REFUSED.isdisjoint(at.found) and not (method == "PUT" and any(at.found)):
                with undone():
                    _ask(client, method, address, at, things)
    return all_of_them


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _ask(client: Client, method: str, address: str, at: Met, things: Mapping[str, str]) -> None:
    if (method, address) in _unknown:
        return
    path = filled(address, things)
    if method == "GET":
        answer = client.get(path)
    elif method == "POST":
        answer = client.post(path, typed(address))
    else:
        answer = client.put(path)
    if answer.status_code == 405:
        _unknown.add((method, address))
    at.found.append(opens(answer))
    at.bodies.append(body_of(answer))


def opens(answer: HttpResponse) -> str:
    """« open », « sign in », « closed » (it is said what is missing), « hidden », or « said »: let in, and told what is wrong
    with what was typed; nothing where it is not done.
    """
    to, status = answer.get("Location", ""), answer.status_code
    if status == 405:
        return ""
    if status == 401 or to.startswith("/compte/login/"):
        return "sign in"
    if status == 403 or to.startswith(("/bienvenue/", "/mairie/securite/", "/compte/2fa/")):
        return "closed"
    if status == 404:
        return "hidden"
    return "said" if 400 <= status < 500 else "open"


def body_of(answer: HttpResponse) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def words(body: bytes) -> str:
    """Of a paper its text, of a workbook or an archive all that is in it."""
    return _unpacked(body) if body.startswith((b"%PDF", b"PK")) else body.decode(errors="replace")


@functools.lru_cache(maxsize=64)
def _unpacked(body: bytes) -> str:
    """Several people are given the same."""
    if body.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return " ".join(words(packed.read(name)) for name in packed.namelist())
