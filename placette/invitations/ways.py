"""The two ways to write to those whom a list names: how it is read, and what becomes of each line. One shape for both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Any

from placette.core.columns import Column
from placette.places.models import Commune

from . import addressees, households, streets
from .lists import Read, Sent
from .models import Campaign, Invited, Letter


@dataclass(frozen=True)
class Way:
    """`sent` reads a file, `read` what its columns say, `typed` what was typed instead; `line` is what a row keeps of one."""

    columns: Sequence[Column]
    sent: Callable[[IO[bytes]], Sent]
    read: Callable[[Sent, Commune], Read[Any]]
    typed: Callable[[str, Commune], Read[Any]]
    rows: type[Letter | Invited]
    line: Callable[[Any], dict[str, str]]


def _as_letter(lines: str) -> dict[str, str]:
    return {"lines": lines}


def _as_invited(addressee: addressees.Addressee) -> dict[str, str]:
    email, name = addressee
    return {"email": email, "name": name}


WAYS: dict[str, Way] = {
    Campaign.Kind.LETTERS: Way(
        households.COLUMNS, households.sent, households.read, streets.from_text, Letter, _as_letter
    ),
    Campaign.Kind.EMAILS: Way(
        addressees.COLUMNS,
        addressees.sent,
        lambda given, _commune: addressees.read(given),
        lambda text, _commune: addressees.from_text(text),
        Invited,
        _as_invited,
    ),
}
