"""Who may see, organise and join a grouped purchase. Pages, templates and the API ask these; queries.visible_to is their SQL twin."""

from datetime import datetime

from placette.people import audience
from placette.people.audience import Audience
from placette.people.standing import Standing

from .models import GROUP, Campaign, Pledge

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
    """Its organisers, who takes part, and once it is published whom it is for.

    Wants `campaign.organisers`, and `campaign.commune` for the audiences of a community and of a group.
    """
    if organises(standing, campaign) or takes_part:
        return True
    return campaign.published_at is not None and is_for(standing, campaign)


def is_for(standing: Standing, campaign: Campaign) -> bool:
    """Whom its audience reaches; of a group who organises, and whoever has come by its link, also once it was opened to
    others. A query where that is asked, none where its audience reaches her.
    """
    if campaign.audience != GROUP and audience.reaches(standing, campaign):
        return True
    if not may_be_guest(standing, campaign):
        return False
    return campaign.has_guest(standing.person) or (
        campaign.audience == GROUP and organises(standing, campaign)
    )


def may_be_guest(standing: Standing, campaign: Campaign) -> bool:
    """The link of a group opens to neighbours alone, as far as its community."""
    return audience.is_within(standing, campaign, Audience.COMMUNITY)


def may_pledge(standing: Standing, campaign: Campaign, now: datetime) -> bool:
    return is_open(campaign, now) and standing.is_verified and is_for(standing, campaign)


def may_tell_interest(standing: Standing, campaign: Campaign) -> bool:
    return campaign.state == State.INTEREST and standing.is_verified and is_for(standing, campaign)


def is_open(campaign: Campaign, now: datetime) -> bool:
    """The deadline counts, not the worker that comes a moment after it."""
    return campaign.state == State.OPEN and campaign.deadline is not None and now < campaign.deadline


def may_accept(campaign: Campaign, now: datetime) -> bool:
    """Say yes again to a price that has risen."""
    confirming = campaign.state == State.CONFIRMING and campaign.confirm_by is not None
    return is_open(campaign, now) or (confirming and now < campaign.confirm_by)  # type: ignore[operator]


def may_withdraw(campaign: Campaign, pledge: Pledge | None, now: datetime) -> bool:
    """Also who has moved away meanwhile: nobody is held."""
    return is_open(campaign, now) and pledge is not None and pledge.items > 0


def may_stay(campaign: Campaign, pledge: Pledge | None, now: datetime) -> bool:
    """More time was asked for, and she has not answered. Wants `campaign.extension` fetched."""
    return (
        may_withdraw(campaign, pledge, now)
        and hasattr(campaign, "extension")
        and campaign.extension.begun_at is None
        and pledge is not None
        and pledge.stays_at is None
    )


def may_invite(standing: Standing, campaign: Campaign, now: datetime) -> bool:
    """Whoever it is for may bring a neighbour, as long as one can join; into a group its organisers alone."""
    return (is_open(campaign, now) or campaign.state == State.INTEREST) and (
        organises(standing, campaign) or (campaign.audience != GROUP and is_for(standing, campaign))
    )


def may_edit(standing: Standing, campaign: Campaign) -> bool:
    """Its words, while it stands."""
    return organises(standing, campaign) and campaign.state in {State.DRAFT, State.INTEREST, State.OPEN}


def becomes_a_groups(campaign: Campaign, audience: str) -> bool:
    """What neighbours have seen on the square is not taken from them: no group is made of it any more."""
    return campaign.published_at is not None and audience == GROUP != campaign.audience


def may_set_prices(standing: Standing, campaign: Campaign) -> bool:
    """Products, tiers, minimum and deadline: until somebody counts on them."""
    return may_edit(standing, campaign) and campaign.takers == 0


def may_publish(standing: Standing, campaign: Campaign) -> bool:
    """Who puts it on the square answers for it with her name."""
    return (
        organises(standing, campaign)
        and may_organise(standing)
        and campaign.state in {State.DRAFT, State.INTEREST}
    )


def may_join_organisers(standing: Standing, campaign: Campaign) -> bool:
    """Whom an organiser has sent the link: a verified neighbour for whom the campaign is, or into whose group she may be
    brought.
    """
    near = may_be_guest(standing, campaign) if campaign.audience == GROUP else is_for(standing, campaign)
    return may_organise(standing) and is_going(campaign) and near


def is_going(campaign: Campaign) -> bool:
    """There is still something to organise before its closing."""
    return campaign.state in ON_THE_SQUARE | {State.DRAFT}


def may_cancel(standing: Standing, campaign: Campaign) -> bool:
    return organises(standing, campaign) and is_going(campaign)


def may_extend(standing: Standing, campaign: Campaign, now: datetime) -> bool:
    """Once, while it is open. Wants `campaign.extension` fetched."""
    return organises(standing, campaign) and is_open(campaign, now) and not hasattr(campaign, "extension")


def may_ask_suppliers(standing: Standing, campaign: Campaign) -> bool:
    """Ask for quotes, show them, choose one: before there is a price."""
    return organises(standing, campaign) and campaign.state == State.INTEREST


def may_compare(standing: Standing, campaign: Campaign, *, takes_part: bool = False) -> bool:
    """Read the quotes side by side: the organisers, and once they are shown whoever reads the campaign.

    Wants `campaign.organisers` and `campaign.comparison`.
    """
    shown = hasattr(campaign, "comparison") and may_see(standing, campaign, takes_part=takes_part)
    return organises(standing, campaign) or shown


def may_vote(standing: Standing, campaign: Campaign, *, is_interested: bool) -> bool:
    """Once the quotes are shown, whoever has told what she would take."""
    return hasattr(campaign, "comparison") and is_interested and may_tell_interest(standing, campaign)


def may_report(standing: Standing, campaign: Campaign, *, takes_part: bool = False) -> bool:
    """Tell the operators of the site that something is not right: who reads it and does not organise it."""
    reads = may_see(standing, campaign, takes_part=takes_part) and campaign.state != State.DRAFT
    return reads and not organises(standing, campaign)


def may_read_reports(standing: Standing) -> bool:
    """Those that queries.reports gives her."""
    return standing.is_operator


def may_decide_reports(standing: Standing, campaign: Campaign) -> bool:
    """Nobody on a purchase of her own, nor reads who reported it. Wants `campaign.organisers`, fetched."""
    return may_read_reports(standing) and not organises(standing, campaign)


def may_set_terms(standing: Standing, campaign: Campaign) -> bool:
    """How to pay: while it may come to that."""
    return organises(standing, campaign) and not came_to_nothing(campaign)


def may_order(standing: Standing, campaign: Campaign) -> bool:
    """Papers for the supplier and slips, payments: its organisers, once it has succeeded."""
    return organises(standing, campaign) and has_shares(campaign)


def came_to_nothing(campaign: Campaign) -> bool:
    """Nobody buys, nobody owes."""
    return campaign.state in {State.FAILED, State.CANCELLED}


def has_shares(campaign: Campaign) -> bool:
    """Somebody owes something for it."""
    return campaign.state in {State.SUCCEEDED, State.DONE}
