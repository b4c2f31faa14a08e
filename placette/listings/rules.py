"""Who may see, answer and change an annonce. Pages, templates and the API ask these; queries.visible_to is their SQL twin."""

from datetime import datetime, timedelta

from placette.people import audience
from placette.people import rules as people
from placette.people.models import Role
from placette.people.standing import Standing

from .kinds import KINDS
from .models import Listing

State = Listing.State
PROLONGED_WITHIN = timedelta(days=14)  # of its end
AMBASSADORS_AFTER = timedelta(hours=48)  # without an answer


def may_see(standing: Standing, listing: Listing) -> bool:
    """Her own; or, while it stands, what its audience reaches; or, as town hall, what its author shows it. Nothing of
    somebody who has left.

    Wants `listing.author`, and `listing.commune` for the audience of a community.
    """
    if owns(standing, listing):
        return True
    if not listing.author.is_active:
        return False
    if (
        listing.shown_to_town_hall
        and listing.commune_id in standing.town_halls
        and listing.state == State.ACTIVE
    ):
        return True
    if listing.state == State.PAUSED:
        return False
    return in_audience(standing, listing)


def in_audience(standing: Standing, listing: Listing) -> bool:
    """Wants `listing.commune` for the audience of a community. A request that nobody answers reaches further."""
    widened = listing.widened_at is not None and listing.commune_id in standing.around
    return widened or audience.reaches(standing, listing)


def owns(standing: Standing, listing: Listing) -> bool:
    return standing.person is not None and listing.author_id == standing.person.pk


def may_answer(standing: Standing, listing: Listing) -> bool:
    stands = listing.state == State.ACTIVE and listing.author.is_active
    return stands and not owns(standing, listing) and in_audience(standing, listing)


def may_post(standing: Standing) -> bool:
    return standing.is_verified


def may_keep(standing: Standing, listing: Listing) -> bool:
    """Have it stand on the square: its author, while she is verified in its commune. Taking it away needs only `owns`."""
    return owns(standing, listing) and people.may_post(standing, listing.commune_id)


def may_edit(standing: Standing, listing: Listing) -> bool:
    return may_keep(standing, listing) and listing.state in {State.ACTIVE, State.PAUSED}


def may_prolong(standing: Standing, listing: Listing, now: datetime) -> bool:
    """In its last two weeks: before that there is nothing to gain, and one button more to read."""
    ends_soon = listing.expires_at <= now + PROLONGED_WITHIN
    return may_keep(standing, listing) and listing.state == State.ACTIVE and ends_soon


def may_reopen(standing: Standing, listing: Listing) -> bool:
    return may_keep(standing, listing) and listing.state != State.ACTIVE


def may_settle(standing: Standing, listing: Listing) -> bool:
    """Take it away once it is done: what was asked is found, what was given or sold is gone. A loan goes on."""
    over = listing.direction == Listing.Direction.REQUEST or KINDS[listing.kind].gone_once
    return owns(standing, listing) and listing.state == State.ACTIVE and over


def tended(standing: Standing) -> frozenset[str]:
    """Codes of the communes whose ambassador she is: a role outlives a residence, what is asked is for residents alone."""
    held = {role.commune_id for role in standing.roles if role.name == Role.Name.AMBASSADOR}
    return standing.verified & held


def may_note_calls(standing: Standing, listing: Listing, now: datetime) -> bool:
    """Say what one has done for a request of somebody else that has waited two days for its first answer."""
    waits = listing.state == State.ACTIVE and listing.author.is_active and listing.answered_at is None
    asked = listing.direction == Listing.Direction.REQUEST and listing.created_at <= now - AMBASSADORS_AFTER
    return listing.commune_id in tended(standing) and waits and asked and not owns(standing, listing)
