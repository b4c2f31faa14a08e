"""The keys of partners: issued once in plain text, kept as a hash, revoked for good."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from placette.carpool.models import Partner, PartnerKey
from placette.core import api_keys


@transaction.atomic
def issue(operator: str, name: str, scopes: Iterable[str]) -> str:
    """A new key of the partner, who is written down where she is new; the only time that the key is seen."""
    partner, fresh = Partner.objects.get_or_create(
        operator=operator.lower(), defaults={"name": name or operator}
    )
    if name and not fresh and partner.name != name:
        partner.name = name
        partner.save(update_fields=["name"])
    key = api_keys.fresh("pk")
    PartnerKey.objects.create(
        partner=partner, label=api_keys.label(key), hash=api_keys.digest(key), scopes=sorted(set(scopes))
    )
    return key


def revoke(label: str) -> bool:
    """False where no key that still opens has this label."""
    return bool(
        PartnerKey.objects.filter(label=label, revoked_at__isnull=True).update(revoked_at=timezone.now())
    )


def find(key: str) -> PartnerKey | None:
    """The key that this is, with its partner, unless it was revoked. One query."""
    return (
        PartnerKey.objects.filter(hash=api_keys.digest(key), revoked_at__isnull=True)
        .select_related("partner")
        .first()
    )


def is_any_open() -> bool:
    """Is there a partner who could be shown a trip?"""
    return PartnerKey.objects.filter(revoked_at__isnull=True, scopes__contains=["search"]).exists()
