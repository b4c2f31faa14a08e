"""The keys of applications: issued once in plain text, kept as a hash, revoked for good."""

import secrets
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from placette.civic.models import PartnerKey
from placette.people.models import Person
from placette.places.models import Commune
from placette.trust import trail

LABEL = 11  # signs of a key that may be shown: « gr_ » and eight


@transaction.atomic
def issue(commune: Commune, name: str, by: Person) -> str:
    """A new key, for reports of this commune; the only time that it is seen."""
    key = f"gr_{secrets.token_hex(32)}"
    made = PartnerKey.objects.create(commune=commune, name=name, label=key[:LABEL], hash=_hash(key))
    trail.record("open311.key_issued", by, commune=commune, key=made.pk)
    return key


@transaction.atomic
def revoke(key: PartnerKey, by: Person) -> None:
    """From now on; a second time nothing happens."""
    if PartnerKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        trail.record("open311.key_revoked", by, commune=key.commune_id, key=key.pk)


def find(key: str) -> PartnerKey | None:
    """The key that this is, unless it was revoked. One query."""
    return PartnerKey.objects.filter(hash=_hash(key), revoked_at__isnull=True).first()


def _hash(key: str) -> str:
    """Of 256 random bits: there is nothing to guess, so no salt and no slow hash."""
    return sha256(key.encode("utf-8", "replace")).hexdigest()
