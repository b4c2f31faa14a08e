"""The keys of partners: issued once in plain text, kept as a hash, revoked for good."""

import secrets
from collections.abc import Iterable
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from placette.carpool.models import Partner, PartnerKey

LABEL = 11  # signs of a key that may be shown: « pk_ » and eight


@transaction.atomic
def issue(operator: str, name: str, scopes: Iterable[str]) -> str:
    """A new key of the partner, who is written down where she is new; the only time that the key is seen."""
    partner, fresh = Partner.objects.get_or_create(
        operator=operator.lower(), defaults={"name": name or operator}
    )
    if name and not fresh and partner.name != name:
        partner.name = name
        partner.save(update_fields=["name"])
    key = f"pk_{secrets.token_hex(32)}"
    PartnerKey.objects.create(partner=partner, label=key[:LABEL], hash=_hash(key), scopes=sorted(set(scopes)))
    return key


def revoke(label: str) -> bool:
    """False where no key that still opens has this label."""
    return bool(
        PartnerKey.objects.filter(label=label, revoked_at__isnull=True).update(revoked_at=timezone.now())
    )


def find(key: str) -> PartnerKey | None:
    """The key that this is, with its partner, unless it was revoked. One query."""
    return (
        PartnerKey.objects.filter(hash=_hash(key), revoked_at__isnull=True).select_related("partner").first()
    )


def is_any_open() -> bool:
    """Is there a partner who could be shown a trip?"""
    return PartnerKey.objects.filter(revoked_at__isnull=True, scopes__contains=["search"]).exists()


def _hash(key: str) -> str:
    """Of 256 random bits: there is nothing to guess, so no salt and no slow hash."""
    return sha256(key.encode("utf-8", "replace")).hexdigest()
