"""On the page of a campaign that was cancelled: why."""

from typing import Any

from placette.people.standing import Standing

from .models import Campaign, Cancellation, Pledge


def panel(
    _standing: Standing, campaign: Campaign, _pledge: Pledge | None
) -> tuple[str, dict[str, Any]] | None:
    """One query where it was cancelled."""
    if campaign.state != Campaign.State.CANCELLED:
        return None
    given_up = Cancellation.objects.filter(campaign=campaign).first()
    return ("groupbuys/_given_up.html", {"given_up": given_up}) if given_up else None
