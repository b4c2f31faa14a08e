"""What the room tells somebody new: that the purchase to which she was invited waits for her."""

from typing import Any

from django.http import HttpRequest

from placette.groupbuys.actions import invited
from placette.people.models import Person
from placette.people.standing import Standing

IN_THE_SESSION = "invited_to"  # from the link until she is signed in


def section(standing: Standing) -> tuple[str, dict[str, Any]] | None:
    """For the pages on which she confirms where she lives. One query."""
    campaign = invited.invited_to(standing.person) if standing.person else None
    if campaign is None:
        return None
    return "groupbuys/_invited.html", {"campaign": campaign, "opens": invited.opens(standing, campaign)}


def remember(sender: object, request: HttpRequest, user: Person, **_: object) -> None:
    """Signed in, perhaps minutes after the link: from now on her account knows it, on whatever device."""
    campaign = request.session.pop(IN_THE_SESSION, None)
    if campaign is not None:
        invited.keep(campaign, user)
