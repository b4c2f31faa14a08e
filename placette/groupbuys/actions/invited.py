"""Whoever came by a neighbour's link is in its group, and finds the purchase again once her residence is confirmed, however long
that takes.
"""

from django.db.models import F
from django.utils import timezone

from placette.groupbuys.models import GROUP, Campaign, Guest, Invitation
from placette.groupbuys.rules import ON_THE_SQUARE, is_going, may_see
from placette.people.models import Person
from placette.people.standing import Standing


def keep(campaign_id: int, person: Person) -> None:
    """Of several invitations the last. Nothing for a purchase that is gone meanwhile. Two statements, one more for a group."""
    campaign = Campaign.objects.filter(pk=campaign_id, state__in=ON_THE_SQUARE).first()
    if campaign:
        said = {"campaign": campaign, "at": timezone.now()}
        Invitation.objects.update_or_create(person=person, defaults=said, create_defaults=said)
        bring_in(campaign, person)


def bring_in(campaign: Campaign, person: Person) -> None:
    """She is of its group, if it has one, as long as it stands: by its link, or as one who organised its draft. Twice is
    once.
    """
    if campaign.audience == GROUP and is_going(campaign):
        Guest.objects.bulk_create([Guest(campaign=campaign, person=person)], ignore_conflicts=True)


def guests_of(campaign: Campaign) -> int:
    """How many are in its group beside its organisers. One query."""
    return campaign.guests.exclude(person__in=campaign.organisers.values("person")).count()


def another_link(campaign: Campaign) -> None:
    """Who has come by the one before stays; nobody else comes by it."""
    Campaign.objects.filter(pk=campaign.pk).update(links_changed=F("links_changed") + 1)


def invited_to(person: Person) -> Campaign | None:
    """Where she was invited to, as long as it stands there. One query."""
    kept = Invitation.objects.filter(person=person, campaign__state__in=ON_THE_SQUARE)
    invitation = kept.select_related("campaign__commune").first()
    return invitation.campaign if invitation else None


def opens(standing: Standing, campaign: Campaign) -> bool:
    """She may go there by now: until then it tells her nothing of itself."""
    return standing.is_verified and may_see(standing, campaign)
