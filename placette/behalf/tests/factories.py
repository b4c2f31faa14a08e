"""Residents without a screen, for tests."""

from typing import Any

from placette.behalf.actions import consents
from placette.people.actions.trust import issue_code
from placette.people.models import Consent, Holder, Person, Scope
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
