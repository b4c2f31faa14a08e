"""Campaigns for tests."""

from placette.invitations import streets
from placette.invitations.actions import campaigns
from placette.invitations.models import Campaign
from placette.people.models import Person
from placette.people.tests.factories import commune_of, officer_of

INVITATIONS = "/mairie/invitations/"


def letters_to(text: str, officer: Person | None = None) -> Campaign:
    """A draft for the addresses of `text`, as they are typed."""
    commune = commune_of()
    found = streets.from_text(text, commune)
    return campaigns.draft_letters(commune, officer or officer_of(), "Centre-bourg", "", found)
