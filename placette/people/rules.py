"""Who may know what of whom, and what each step of trust opens. Written here and nowhere else."""

from .models import Membership, Person
from .standing import Standing

# What each visible step opens, in the order in which a resident meets them.
STEPS = ("email", "commune", "verified")


def may_enter(standing: Standing, commune_code: str) -> bool:
    """See the people, the annonces and the feed of a commune: verified there or in a commune that touches it."""
    return commune_code in standing.around


def may_post(standing: Standing, commune_code: str) -> bool:
    """Post, answer, agree: verified in that very commune."""
    return commune_code in standing.verified


def may_see_person(standing: Standing, person: Person, communes: frozenset[str]) -> bool:
    """See the public profile of a person who belongs to `communes`. Everybody sees herself."""
    return standing.person == person or bool(communes & standing.around)


def may_vouch(standing: Standing, membership: Membership) -> bool:
    """Stand surety for a newcomer: verified in the same commune, and not for oneself."""
    return membership.commune_id in standing.verified and membership.person_id != getattr(standing.person, "pk", None)


def may_confirm_residence(standing: Standing, commune_code: str) -> bool:
    """Issue activation codes and confirm residents at the counter: the officers of that town hall."""
    return commune_code in standing.town_halls
