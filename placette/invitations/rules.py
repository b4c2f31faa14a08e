"""Who invites."""

from placette.people.standing import Standing


def may_invite(standing: Standing, commune_code: str) -> bool:
    """Write to residents, print posters, see what it brought: the officers of that town hall."""
    return commune_code in standing.town_halls
