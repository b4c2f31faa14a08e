"""The keys of applications: issued once in plain text, kept as a hash, revoked for good."""

from django.db import transaction
from django.utils import timezone

from placette.civic.models import PartnerKey
from placette.core import api_keys
from placette.people.models import Person
from placette.places.models import Commune
from placette.trust import trail


@transaction.atomic
def issue(commune: Commune, name: str, by: Person) -> str:
    """A new key, for reports of this commune; the only time that it is seen."""
    key = api_keys.fresh("gr")
    made = PartnerKey.objects.create(
        commune=commune, name=name, label=api_keys.label(key), hash=api_keys.digest(key)
    )
    trail.record("open311.key_issued", by, commune=commune, key=made.pk)
    return key


@transaction.atomic
def revoke(key: PartnerKey, by: Person) -> None:
    """From now on; a second time nothing happens."""
    if PartnerKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        trail.record("open311.key_revoked", by, commune=key.commune_id, key=key.pk)


def find(key: str) -> PartnerKey | None:
    """The key that this is, unless it was revoked. One query."""
    return PartnerKey.objects.filter(hash=api_keys.digest(key), revoked_at__isnull=True).first()
