"""Who may know what of whom, and what each step of trust opens. Written here and nowhere else."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .models import Membership, Person
from .standing import Standing


def may_enter(standing: Standing, commune_code: str) -> bool:
    """See the people, the annonces and the feed of a commune: verified there or in a commune that touches it."""
    return commune_code in standing.around


def may_post(standing: Standing, commune_code: str) -> bool:
    """Post, answer, agree: verified in that very commune."""
    return commune_code in standing.verified


def may_see_membership(standing: Standing, person: Person, membership: Membership) -> bool:
    """Know that a person belongs to a commune, and read her profile for it: herself; her neighbours there, once she
    is verified; the town hall there, where she chose to show herself to it. Her other communes stay unknown."""
    if standing.person == person:
        return True
    if membership.commune_id in standing.town_halls and person.shows_profile_to_town_hall:
        return True
    return membership.verified_at is not None and membership.commune_id in standing.around


def may_see_cell(standing: Standing, membership: Membership) -> bool:
    """See the hexagon around an address: she alone. No neighbour, and not the town hall either."""
    return standing.person is not None and standing.person.pk == membership.person_id


def may_vouch(standing: Standing, membership: Membership) -> bool:
    """Stand surety for a newcomer: verified in the same commune, and not for oneself."""
    return membership.commune_id in standing.verified and membership.person_id != getattr(
        standing.person, "pk", None
    )


def may_join(standing: Standing, commune_code: str) -> bool:
    """Belong to a commune as a resident: everybody, save with the account with which she works for its town hall."""
    return commune_code not in standing.town_halls


def may_issue_codes(standing: Standing, commune_code: str) -> bool:
    """Sit at the desk and prepare letters with activation codes: the officers of that town hall."""
    return commune_code in standing.town_halls


def may_confirm(standing: Standing, membership: Membership) -> bool:
    """Confirm a resident at the counter: the officers of her town hall, and never oneself."""
    return membership.commune_id in standing.town_halls and membership.person_id != getattr(
        standing.person, "pk", None
    )


@dataclass(frozen=True)
class Step:
    """One visible step of trust, what it opens, and whether it is done."""

    name: str
    title: str
    opens: str
    done: bool


def steps(standing: Standing) -> list[Step]:
    """The steps of trust in order, for this person. The only place that says what each opens."""
    return [
        Step(
            "email",
            _("Votre adresse e-mail"),
            _("Vous pouvez vous inscrire dans une commune."),
            standing.is_authenticated,
        ),
        Step(
            "commune",
            _("Votre commune"),
            _("Vous êtes sur sa liste et recevez les nouvelles de la place."),
            bool(standing.memberships),
        ),
        Step(
            "verified",
            _("Votre résidence"),
            _(
                "Vous voyez vos voisins et leurs annonces, vous demandez, proposez et répondez, ici et dans les communes qui la touchent."
            ),
            standing.is_verified,
        ),
    ]
