"""Below a campaign: who would be interested, while that is asked; and how to say that something is not right."""

from typing import Any

from placette.people.standing import Standing

from . import rules
from .forms.interest import InterestForm
from .models import Campaign, Comparison, Pledge, Quote
from .queries.interest import interests

State = Campaign.State


def interest_panel(
    standing: Standing, campaign: Campaign, pledge: Pledge | None
) -> tuple[str, dict[str, Any]] | None:
    """Six queries: what is wished (four), whether quotes are shown, how many there are. None once there is a price."""
    if campaign.state != State.INTEREST:
        return None
    told = interests(campaign, standing.person)
    return "groupbuys/_interest.html", {
        "campaign": campaign,
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
    if not rules.may_report(standing, campaign, takes_part=pledge is not None):
        return None
    return "groupbuys/_report.html", {"campaign": campaign}
