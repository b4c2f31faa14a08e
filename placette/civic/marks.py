"""That somebody has done a thing once, without saying who: a keyed hash that only this site can make again.

Who has a copy of the database alone cannot tell the person, nor try all persons: the key is not in it.
"""

import hashlib
from uuid import UUID

from django.conf import settings


def mark(what: str, thing_id: int, person_id: int) -> UUID:
    said = f"{what}:{thing_id}:{person_id}".encode()
    key = settings.SECRET_KEY.encode()[:64]
    return UUID(bytes=hashlib.blake2b(said, key=key, digest_size=16, person=b"civic.marks").digest())
