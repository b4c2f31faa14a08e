"""The weeks in which residents of the demo came by, so that the dashboard has a past; then every figure is computed."""

from datetime import timedelta

from placette.impact import publication
from placette.impact.actions import hash_of, ledger_key
from placette.impact.models import Visit
from placette.impact.periods import WEEK, period_of
from placette.people.models import Membership

from .chance import Chance


def count(chance: Chance, memberships: list[Membership]) -> int:
    """Seven of ten residents come in a week. Returns how many communes have figures."""
    key = ledger_key()
    this_week = period_of(WEEK, chance.now.date()).starts_on
    visits = []
    for membership in memberships:
        person = hash_of(membership.person_id, key)
        week = period_of(WEEK, membership.joined_at.date()).starts_on
        while week < this_week:
            if chance.likely(0.7):
                visits.append(Visit(commune_id=membership.commune_id, week=week, person=person))
            week += timedelta(days=7)
    Visit.objects.bulk_create(visits, ignore_conflicts=True)
    return publication.refresh(chance.now.date())
