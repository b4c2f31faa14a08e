"""A grouped purchase for one of the pages beside its own."""

from django.db.models import Exists, OuterRef

from placette.groupbuys import rules
from placette.groupbuys.models import Campaign, Pledge
from placette.people.standing import Standing


def campaign_for(standing: Standing, pk: int) -> Campaign | None:
    """With its organisers and whether its quotes are shown; None where she may not see it. Two queries."""
    if standing.person is None:
        return None
    hers = Pledge.objects.filter(campaign=OuterRef("pk"), person=standing.person.pk, items__gt=0)
    campaigns = Campaign.objects.select_related("commune", "organiser", "comparison").prefetch_related(
        "organisers"
    )
    campaign = campaigns.annotate(takes_part=Exists(hers)).filter(pk=pk).first()
    if campaign is None or not rules.may_see(standing, campaign, takes_part=campaign.takes_part):
        return None
    return campaign
