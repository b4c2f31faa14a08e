"""Words that nobody reads in the database: sealed with a key that is not in it (docs/decisions/0016)."""

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12  # bytes
BLOCK = 256  # bytes: the length of what is sealed says little of the length of the words


class Unreadable(Exception):
    """Sealed with another key than those of this site, or for another place."""


def seal(words: str, place: str) -> bytes:
    """`place` names the one row that it belongs to: moved elsewhere it does not open."""
    plain = words.encode()
    padded = plain + b"\0" * (-len(plain) % BLOCK)
    nonce = os.urandom(NONCE)
    return nonce + _cipher(settings.SECRET_KEY).encrypt(nonce, padded, place.encode())


def unseal(sealed: bytes | memoryview, place: str) -> str:
    """Also what was sealed with a key that the site had before."""
    box = bytes(sealed)
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            plain = _cipher(key).decrypt(box[:NONCE], box[NONCE:], place.encode())
        except (InvalidTag, ValueError):
            continue
        return plain.rstrip(b"\0").decode()
    raise Unreadable


def _cipher(secret: str | bytes) -> AESGCM:
    known = secret.encode() if isinstance(secret, str) else secret
    key = hashlib.blake2b(b"", key=known[:64], digest_size=32, person=b"social.letter").digest()
    return AESGCM(key)
