"""Who may say, read, ask and vote. Pages, templates and the API ask these; queries have their SQL twins."""

from datetime import datetime

from placette.people.models import Membership
from placette.people.standing import Standing
from placette.places.models import Commune

from .models import Announcement, Poll

State = Announcement.State


def is_going(commune: Commune) -> bool:
    """Its space is open, and not for reading only. Wants `commune.space`, fetched."""
    space = getattr(commune, "space", None)
    return commune.is_open and space is not None and not space.is_read_only and space.suspended_at is None


def may_speak_for_community(standing: Standing, siren: str) -> bool:
    """Tell the residents of its communes: those who work for it. Elected members read its page."""
    return siren in standing.community_desks


def may_announce(standing: Standing, commune_code: str) -> bool:
    """Speak for the town hall: those who work there."""
    return commune_code in standing.town_halls


def may_read(standing: Standing, announcement: Announcement) -> bool:
    """What is published is public, or for those who belong to the commune; the rest is for those who write it.

    Quarters say whom it is told to, and close no door.
    """
    if may_announce(standing, announcement.commune_id):
        return True
    if announcement.state != State.PUBLISHED:
        return False
    return not announcement.residents_only or announcement.commune_id in standing.communes


def may_edit(standing: Standing, announcement: Announcement) -> bool:
    """Until it is withdrawn. What the community says the town hall may take down, and not reword."""
    own = announcement.community is None and announcement.state != State.WITHDRAWN
    return own and may_announce(standing, announcement.commune_id)


def may_alert(standing: Standing, announcement: Announcement) -> bool:
    """Make an alert of what is online: it is told to everybody at once. Wants `announcement.commune.space`, fetched."""
    return may_edit(standing, announcement) and is_going(announcement.commune)


def may_publish(standing: Standing, announcement: Announcement) -> bool:
    """When the community's word comes out is the community's affair. Wants `announcement.commune.space`, fetched."""
    waits = announcement.state in {State.DRAFT, State.SCHEDULED} and announcement.community is None
    return waits and may_announce(standing, announcement.commune_id) and is_going(announcement.commune)


def may_withdraw(standing: Standing, announcement: Announcement) -> bool:
    online = announcement.state == State.PUBLISHED
    return online and may_announce(standing, announcement.commune_id)


def may_end(standing: Standing, announcement: Announcement, now: datetime) -> bool:
    """Say that an alert is over, before the moment that was foreseen."""
    return (
        may_withdraw(standing, announcement) and announcement.is_emergency and not announcement.is_over(now)
    )


def may_ask(standing: Standing, commune_code: str) -> bool:
    """Put a question to the residents: who may announce."""
    return may_announce(standing, commune_code)


def may_see_poll(standing: Standing, poll: Poll) -> bool:
    """Those who belong to the commune, once it is published, and those who ask."""
    if may_ask(standing, poll.commune_id):
        return True
    return poll.state in {Poll.State.PUBLISHED, Poll.State.COUNTED} and poll.commune_id in standing.communes


def has_a_voice(standing: Standing, poll: Poll) -> bool:
    """A resident whose residence is confirmed, in one of the quarters where it asks some only. Wants `poll.quarters`.

    Who only works in the commune has none: nobody votes in two communes.
    """
    hers = next((each for each in standing.memberships if each.commune_id == poll.commune_id), None)
    if hers is None or hers.verified_at is None or hers.purpose != Membership.Purpose.HOME:
        return False
    quarters = {quarter.pk for quarter in poll.quarters.all()}
    return not quarters or hers.quarter_id in quarters


def may_vote(standing: Standing, poll: Poll, now: datetime) -> bool:
    """Wants `poll.commune.space` and `poll.quarters`, fetched."""
    return poll.is_open(now) and has_a_voice(standing, poll) and is_going(poll.commune)


def may_edit_poll(standing: Standing, poll: Poll) -> bool:
    """Until it is published: whoever votes must know that the question stays."""
    return may_ask(standing, poll.commune_id) and poll.state == Poll.State.DRAFT


def may_publish_poll(standing: Standing, poll: Poll) -> bool:
    """Wants `poll.commune.space`, fetched."""
    return may_edit_poll(standing, poll) and is_going(poll.commune)


def may_withdraw_poll(standing: Standing, poll: Poll) -> bool:
    return may_ask(standing, poll.commune_id) and poll.state == Poll.State.PUBLISHED
