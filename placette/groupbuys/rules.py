"""Who may see, organise and join a grouped purchase. Pages, templates and the API ask these; queries.visible_to is their SQL twin."""

from datetime import datetime

from placette.people import audience
from placette.people.standing import Standing

from .models import Campaign

State = Campaign.State
ON_THE_SQUARE = frozenset({State.INTEREST, State.OPEN, State.CONFIRMING})
OVER = frozenset({State.SUCCEEDED, State.FAILED, State.CANCELLED, State.DONE})


def may_organise(standing: Standing) -> bool:
    """Neighbours whose residence is confirmed: they answer for it with their name."""
    return standing.is_verified


def organises(standing: Standing, campaign: Campaign) -> bool:
    """Wants `campaign.organisers`, fetched."""
    return standing.person is not None and any(
        each.person_id == standing.person.pk for each in campaign.organisers.all()
    )


def may_see(standing: Standing, campaign: Campaign, *, takes_part: bool = False) -> bool:
    """Its organisers, who takes part, and once it is published whom its audience reaches.

    Wants `campaign.organisers`, and `campaign.commune` for the audience of a community.
    """
    if organises(standing, campaign) or takes_part:
        return True
    return campaign.state != State.DRAFT and audience.reaches(standing, campaign)


def may_pledge(standing: Standing, campaign: Campaign, now: datetime) -> bool:
    return is_open(campaign, now) and standing.is_verified and audience.reaches(standing, campaign)


def may_tell_interest(standing: Standing, campaign: Campaign) -> bool:
    return campaign.state == State.INTEREST and standing.is_verified and audience.reaches(standing, campaign)


def is_open(campaign: Campaign, now: datetime) -> bool:
    """The deadline counts, not the worker that comes a moment after it."""
    return campaign.state == State.OPEN and campaign.deadline is not None and now < campaign.deadline


def may_accept(campaign: Campaign, now: datetime) -> bool:
    """Say yes again to a price that has risen."""
    confirming = campaign.state == State.CONFIRMING and campaign.confirm_by is not None
    return is_open(campaign, now) or (confirming and now < campaign.confirm_by)  # type: ignore[operator]


def may_edit(standing: Standing, campaign: Campaign) -> bool:
    """Its words, while it stands."""
    return organises(standing, campaign) and campaign.state in {State.DRAFT, State.INTEREST, State.OPEN}


def may_set_prices(standing: Standing, campaign: Campaign) -> bool:
    """Products, tiers, minimum and deadline: until somebody counts on them."""
    return may_edit(standing, campaign) and campaign.takers == 0


def may_cancel(standing: Standing, campaign: Campaign) -> bool:
    return organises(standing, campaign) and campaign.state in ON_THE_SQUARE | {State.DRAFT}


def may_extend(standing: Standing, campaign: Campaign, now: datetime) -> bool:
    """Once, while it is open. Wants `campaign.extension` fetched."""
    return organises(standing, campaign) and is_open(campaign, now) and not hasattr(campaign, "extension")


def may_set_terms(standing: Standing, campaign: Campaign) -> bool:
    """How to pay: while it may come to that."""
    return organises(standing, campaign) and campaign.state not in {State.FAILED, State.CANCELLED}


def may_order(standing: Standing, campaign: Campaign) -> bool:
    """Papers for the supplier and slips, payments: its organisers, once it has succeeded."""
    return organises(standing, campaign) and has_shares(campaign)


def has_shares(campaign: Campaign) -> bool:
    """Somebody owes something for it."""
    return campaign.state in {State.SUCCEEDED, State.DONE}
