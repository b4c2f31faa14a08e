"""Who writes to the social service, and who alone reads it: no officer, nobody who is elected, no operator, nobody of another commune."""

from placette.people.models import Membership
from placette.people.standing import Standing


def may_write(standing: Standing, commune_code: str) -> bool:
    """Who lives there, confirmed or not: who needs help most may not have the letter yet."""
    home = Membership.Purpose.HOME
    return any(each.commune_id == commune_code and each.purpose == home for each in standing.memberships)


def may_read(standing: Standing, commune_code: str) -> bool:
    """Who holds the role there, in an account that is neither of the town hall nor of the site."""
    return commune_code in standing.social
