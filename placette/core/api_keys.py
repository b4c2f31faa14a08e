"""Keys of programs that call us: seen once in plain text, kept as a hash; a part of each may be shown, to tell them apart."""

import secrets
from hashlib import sha256

LABEL = 11  # signs of a key that may be shown: « pk_ » and eight


def fresh(prefix: str) -> str:
    """« pk_ » and 256 random bits in hexadecimal."""
    return f"{prefix}_{secrets.token_hex(32)}"


def label(key: str) -> str:
    return key[:LABEL]


def digest(key: str) -> str:
    """Of 256 random bits: there is nothing to guess, so no salt and no slow hash."""
    return sha256(key.encode("utf-8", "replace")).hexdigest()
