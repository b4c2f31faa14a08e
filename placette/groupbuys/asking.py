"""What the page of a campaign shows while there is no price: who would be interested, and that quotes are there."""

from typing import Any

from placette.people.standing import Standing

from . import rules
from .forms.interest import InterestForm
from .models import Campaign, Comparison, Pledge, Quote
from .queries.interest import interests


def asking(standing: Standing, campaign: Campaign) -> dict[str, Any] | None:
    """In the place of prices and pledges. Six queries: what is wished (four), whether quotes are shown, how many there
    are. None once there is a price.
    """
    if campaign.state != Campaign.State.INTEREST:
        return None
    told = interests(campaign, standing.person)
    return {
        "interests": told,
        "form": InterestForm(interests=told),
        "may_tell": rules.may_tell_interest(standing, campaign),
        "organises": rules.organises(standing, campaign),
        "is_shown": Comparison.objects.filter(campaign=campaign).exists(),
        "quotes": Quote.objects.filter(campaign=campaign, state=Quote.State.SENT).count(),
    }


def report_panel(
    standing: Standing, campaign: Campaign, pledge: Pledge | None
) -> tuple[str, dict[str, Any]] | None:
    """How to say that something is not right."""
    if not rules.may_report(standing, campaign, takes_part=pledge is not None):
        return None
    return "groupbuys/_report.html", {"campaign": campaign}
