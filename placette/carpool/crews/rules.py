"""Who may found a crew, join it, see it and change its plan."""

from datetime import datetime, timedelta

from placette.carpool.models import Crew, CrewMember, CrewRider
from placette.people.standing import Standing

SAID_WITHIN = timedelta(days=14)  # of the ride
INVITES_FOR = timedelta(days=7)  # a link


def may_found(standing: Standing) -> bool:
    return standing.is_verified


def may_see(member: CrewMember | None) -> bool:
    """Its members alone: who drives whose children, and when, concerns nobody else."""
    return member is not None and member.joined_at is not None and member.left_at is None


def may_change(standing: Standing, member: CrewMember | None, crew: Crew) -> bool:
    """Take a turn, give one up, stay away, invite: a member, while she is verified somewhere and the crew goes on."""
    return may_see(member) and standing.is_verified and crew.ended_at is None


def may_remove(standing: Standing, member: CrewMember, other: CrewMember) -> bool:
    """Whoever founded the crew, or has taken it over since, another member or whom somebody has invited: else nobody could."""
    founded = member.crew.founder_id == member.person_id
    return founded and other.pk != member.pk and may_change(standing, member, member.crew)


def may_join(standing: Standing, crew: Crew) -> bool:
    """Whom a member has invited, by name or by a link: a verified neighbour, wherever; co-workers live all around."""
    return standing.is_verified and crew.ended_at is None


def may_say(rider: CrewRider, at: datetime, now: datetime) -> bool:
    """Say whether it took place, from its hour on: who sat in a car."""
    return rider.turn_id is not None and at <= now <= at + SAID_WITHIN
