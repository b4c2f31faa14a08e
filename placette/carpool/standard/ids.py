"""Ids that partners keep: the same for as long as PLACETTE_SECRET_KEY is, opaque, and none that we did not give.

One block of AES, in which a number and a day stand beside zeros: whoever invents an id hits on four zeros once in
four thousand million times, and then on nothing that is shown.
"""

import struct
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import blake2b

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from django.conf import settings

BLOCK = struct.Struct(">QII")  # number, day (0: none), zeros
KINDS = {"driver": "d", "passenger": "p"}
PERSON = "u"


@dataclass(frozen=True)
class Journey:
    """A way on the day on which its driver sets out."""

    role: str
    way: int
    day: date


def of_journey(role: str, way: int, day: date) -> str:
    """« d-… » for a drive, « p-… » for a request: unique among all journeys of ours."""
    return _sealed(KINDS[role], way, day.toordinal())


def journey(text: str) -> Journey | None:
    """None where we gave no such id."""
    role = next((role for role, kind in KINDS.items() if text.startswith(f"{kind}-")), None)
    opened = _opened(text, KINDS[role]) if role else None
    if role is None or opened is None or not 1 <= opened[1] <= date.max.toordinal():
        return None
    return Journey(role, opened[0], date.fromordinal(opened[1]))


def of_person(person: int) -> str:
    return _sealed(PERSON, person, 0)


def person(text: str) -> int | None:
    opened = _opened(text, PERSON)
    return opened[0] if opened else None


def _sealed(kind: str, number: int, day: int) -> str:
    return f"{kind}-{_cipher(kind).encryptor().update(BLOCK.pack(number, day, 0)).hex()}"


def _opened(text: str, kind: str) -> tuple[int, int] | None:
    prefix, _, sealed = text.partition("-")
    if prefix != kind or len(sealed) != 2 * BLOCK.size:
        return None
    try:
        block = bytes.fromhex(sealed)
    except ValueError:
        return None
    if block.hex() != sealed:
        return None
    number, day, zeros = BLOCK.unpack(_cipher(kind).decryptor().update(block))
    return (number, day) if zeros == 0 and number < 2**62 else None


def _cipher(kind: str) -> Cipher[ECB]:
    return _keyed(kind, settings.SECRET_KEY)


@cache
def _keyed(kind: str, secret: str) -> Cipher[ECB]:
    """One key a kind, so that no id of one reads as another. A single block, never the same twice: ECB hides all."""
    key = blake2b(f"carpool:{kind}".encode(), key=secret.encode()[:64], digest_size=32).digest()
    return Cipher(AES(key), ECB())  # noqa: S305
