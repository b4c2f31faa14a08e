"""Who may act for residents without a screen. A consent says for whom and what; these say by whom."""

from placette.groupbuys import rules as groupbuys
from placette.groupbuys.models import GROUP, Campaign
from placette.people.models import Consent, Role
from placette.people.reading import in_force
from placette.people.standing import Standing


def may_carry(standing: Standing, commune_code: str) -> bool:
    """Record a resident and her consent: the officers of her town hall, and its ambassadors who live there."""
    return commune_code in standing.town_halls or is_ambassador(standing, commune_code)


def is_ambassador(standing: Standing, commune_code: str) -> bool:
    """A role outlives a residence; who acts for a neighbour is one."""
    held = {role.commune_id for role in standing.roles if role.name == Role.Name.AMBASSADOR}
    return commune_code in held & standing.verified


def may_act(standing: Standing, consent: Consent) -> bool:
    """Open her page and act in her name: while her consent stands, those alone to whom she gave it."""
    if consent.ended_at or standing.person is None:
        return False
    if consent.is_of_town_hall:
        return consent.commune_id in standing.town_halls
    return consent.to_id == standing.person.pk and is_ambassador(standing, consent.commune_id)


def may_erase(consent: Consent) -> bool:
    """Her whole account, at her word: her town hall, or the one helper whom she has left. One query for a helper."""
    if consent.is_of_town_hall:
        return True
    return not in_force().filter(person=consent.person_id).exclude(pk=consent.pk).exists()


def may_offer(standing: Standing, consent: Consent, campaign: Campaign) -> bool:
    """Read a grouped purchase to her in which she takes no part: an officer what its organiser shows town halls, an
    ambassador what he may read himself. Wants `campaign.organisers`.
    """
    if consent.is_of_town_hall:
        return campaign.shown_to_town_hall and campaign.audience != GROUP
    return groupbuys.may_see(standing, campaign)
