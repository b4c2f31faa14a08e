"""The link by which an organiser asks somebody to organise with her: signed, good for a week and for one person."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from .models import Campaign
from .rules import is_going

SALT = "groupbuys.organisers"
GOOD_FOR = 7 * 86_400  # seconds


def address_of(campaign: Campaign) -> str:
    """Wants `campaign.organisers`, fetched."""
    token = signing.dumps([campaign.pk, moment(campaign)], salt=SALT)
    return settings.SITE_URL + reverse("groupbuys:join_organisers", args=[token])


def campaign_of(token: str) -> Campaign | None:
    """What it leads to; None for what nobody signed, what is older, and once somebody has joined or left. Two queries."""
    try:
        pk, of = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Campaign.objects.select_related("commune", "organiser").prefetch_related("organisers__person")
    campaign = found.filter(pk=pk).first()
    return campaign if campaign and is_going(campaign) and moment(campaign) == of else None


def moment(campaign: Campaign) -> list[int]:
    """What a link is good for: no joining, leaving or erased account since. The same people again are another moment."""
    return [campaign.organisers_changed, *sorted(each.person_id for each in campaign.organisers.all())]
