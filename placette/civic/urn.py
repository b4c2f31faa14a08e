"""Sums that nobody reads before a poll is counted: sealed with a key that is not in the database.

Each vote opens the urn, adds to it and seals it again, always to the same length: a copy of the database, before and
after a vote, shows that there was one, and nothing of what it says.
"""

import hashlib
import os
import struct
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12  # bytes


class Unreadable(Exception):
    """Sealed with another key than that of this site, or for another poll."""


def seal(poll_id: int, sums: Sequence[int]) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + _cipher().encrypt(nonce, struct.pack(f">{len(sums)}Q", *sums), _of(poll_id))


def unseal(poll_id: int, sealed: bytes | memoryview) -> list[int]:
    box = bytes(sealed)
    try:
        plain = _cipher().decrypt(box[:NONCE], box[NONCE:], _of(poll_id))
    except (InvalidTag, ValueError):
        raise Unreadable from None
    return list(struct.unpack(f">{len(plain) // 8}Q", plain))


def _cipher() -> AESGCM:
    key = settings.SECRET_KEY.encode()[:64]
    return AESGCM(hashlib.blake2b(b"", key=key, digest_size=32, person=b"civic.urn").digest())


def _of(poll_id: int) -> bytes:
    return f"poll:{poll_id}".encode()
