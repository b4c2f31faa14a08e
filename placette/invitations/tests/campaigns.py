"""Campaigns for tests."""

from django.utils import timezone

from placette.invitations import sealed, streets
from placette.invitations.actions import drafts, letters
from placette.invitations.models import Campaign, Packet
from placette.people.models import Person
from placette.people.tests.factories import commune_of, officer_of

INVITATIONS = "/mairie/invitations/"


def letters_to(text: str, officer: Person | None = None) -> Campaign:
    """A draft for the addresses of `text`, as they are typed."""
    commune = commune_of()
    found = streets.from_text(text, commune)
    return drafts.draft(Campaign.Kind.LETTERS, commune, officer or officer_of(), "Centre-bourg", "", found)


def packed(campaign: Campaign, first: int = 1) -> Packet:
    """A packet whose letters are not worth drawing."""
    file = sealed.store(f"letters/{campaign.mark}-{first}", b"%PDF")
    until = timezone.now() + letters.KEPT
    return Packet.objects.create(campaign=campaign, first=first, last=first, file=file, until=until)
