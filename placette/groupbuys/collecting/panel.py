"""What collecting adds to the page of a campaign."""

import uuid
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from placette.groupbuys.collecting import queries, rules, savings
from placette.groupbuys.models import Campaign, Pledge, Rhythm, Thanks
from placette.groupbuys.rules import OVER, organises
from placette.impact import methods
from placette.people.standing import Standing

State = Campaign.State


def collecting(
    standing: Standing, campaign: Campaign, pledge: Pledge | None
) -> tuple[str, dict[str, Any]] | None:
    """When one collects. Five queries, of a campaign that has succeeded only."""
    if campaign.state != State.SUCCEEDED:
        return None
    share = queries.share_of(campaign, standing.person) if pledge else None
    slots, now = queries.slots_of(campaign), timezone.now()
    hers = organises(standing, campaign)
    wanted = sum(
        slot.hands_left
        for slot in slots
        if rules.may_help(standing, campaign, slot, now, takes_part=share is not None)
    )
    if not (share or hers or wanted):
        return None
    mine = queries.pick_up_of(share) if share else None
    facts = {
        "campaign": campaign, "share": share, "slots": slots, "mine": mine, "wanted": wanted, "organises": hers,
        "zone": campaign.zone, "progress": queries.progress(campaign) if hers else None,
    }  # fmt: skip
    return "groupbuys/collecting/panel.html", facts


def done(standing: Standing, campaign: Campaign, pledge: Pledge | None) -> tuple[str, dict[str, Any]] | None:
    """What all have saved together, and she; thanks. Four queries, of a campaign that is done only."""
    if campaign.state != State.DONE:
        return None
    share = queries.share_of(campaign, standing.person) if pledge else None
    all_saved = savings.of_campaign(campaign)
    given = Thanks.objects.filter(campaign=campaign).select_related("author")
    mine = next((each for each in given if each.author_id == getattr(standing.person, "pk", 0)), None)
    organiser = campaign.organiser
    facts = {
        "campaign": campaign,
        "share": share,
        "saved": savings.of_share(share) if share else 0,
        "all_saved": all_saved,
        "method": methods.of("purchase").says,
        "thanked": mine,
        "count": len(given),
        "thanks": given if organises(standing, campaign) else [],
        "organiser": organiser,
        "may_thank": share is not None
        and mine is None
        and organiser is not None
        and organiser != standing.person,
        "phrases": [
            _("Merci d’avoir organisé !"),
            _("Merci, tout s’est très bien passé."),
            _("Un grand merci pour votre temps."),
        ],
    }
    return "groupbuys/collecting/done.html", facts


def again(standing: Standing, campaign: Campaign, pledge: Pledge | None) -> tuple[str, dict[str, Any]] | None:
    """For its organisers: the same once more. One query, of a campaign that is over only."""
    if campaign.state not in OVER or not organises(standing, campaign):
        return None
    kept = Rhythm.objects.filter(campaign=campaign).first()
    return "groupbuys/collecting/again.html", {
        "campaign": campaign, "rhythm": kept, "rhythms": Rhythm.Every.choices, "key": uuid.uuid4(),
    }  # fmt: skip
