"""Files that hold codes in plain text, enciphered: who finds the storage, or a copy of it, reads none."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def store(name: str, content: bytes) -> str:
    """The name under which it lies; what lay there of an attempt before is replaced."""
    default_storage.delete(name)
    return default_storage.save(name, ContentFile(_cipher(name).encrypt(content)))


def read(name: str) -> bytes:
    """Raises FileNotFoundError, or InvalidToken where the site's secret key is another than then."""
    with default_storage.open(name) as file:
        return _cipher(name).decrypt(file.read())


def _cipher(name: str) -> Fernet:
    secret = f"placette.invitations:{name.split('/')[-1]}".encode()
    key = hashlib.blake2b(secret, key=settings.SECRET_KEY.encode()[:64], digest_size=32).digest()
    return Fernet(base64.urlsafe_b64encode(key))
