"""Who invites, and who helps with it."""

from placette.people.models import Role
from placette.people.standing import Standing


def may_invite(standing: Standing, commune_code: str) -> bool:
    """Write to residents, prepare posters, see what it brought: the officers of that town hall."""
    return commune_code in standing.town_halls


def may_print_posters(standing: Standing, commune_code: str) -> bool:
    """Print what the town hall has prepared: its officers, and those who put it up, its ambassadors and moderators who live
    there. What each poster brought is not theirs to read.
    """
    return may_invite(standing, commune_code) or puts_up_posters(standing, commune_code)


def puts_up_posters(standing: Standing, commune_code: str) -> bool:
    """A role outlives a residence."""
    held = {role.commune_id for role in standing.roles if role.name in Role.OF_RESIDENTS}
    return commune_code in held & standing.verified
