"""Residents without a screen, for tests."""

import re
from typing import Any

from placette.behalf.actions import consents
from placette.listings.models import Listing
from placette.listings.tests.factories import listing_of
from placette.people.actions.trust import issue_code
from placette.people.models import Consent, Deed, Holder, Person, Scope
from placette.people.tests.factories import commune_of, officer_of


def carried_by(by: Person, holder: str = Holder.TOWN_HALL, **fields: Any) -> Consent:
    """Odette Marty of Fonsorbes, who lets this officer's town hall, or this ambassador, do everything."""
    commune = commune_of()
    code = "" if holder == Holder.TOWN_HALL else issue_code(commune, "1 rue du Lavoir", officer_of())
    facts = {
        "first_name": "Odette", "last_name": "Marty", "holder": holder, "how": "oral",
        "scopes": Scope.values, "code": code,
    }  # fmt: skip
    return consents.carry(commune, by, **facts | fields)


def trusted_as_well(consent: Consent, officer: Person, **fields: Any) -> Consent:
    """She comes to the counter, and lets the town hall act for her too."""
    return carried_by(officer, which=str(consent.person_id), **fields)


def posted_by(consent: Consent, **fields: Any) -> Listing:
    """Her annonce, by this consent."""
    by, scope = consent.recorded_by, Scope.POSTS
    deed = Deed.objects.create(consent=consent, scope=scope, holder=consent.holder, by=by)
    return listing_of(consent.person, deed=deed, **fields)


def said_to_her(client, consent: Consent):
    """« C’est dit », of what her page shows now."""
    page = client.get(f"/pour/{consent.pk}/").text
    read = re.findall(r'name="notice" value="(\d+)"', page)
    return client.post(f"/pour/{consent.pk}/dit/", {"notice": read}, follow=True)
