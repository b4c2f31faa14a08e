"""Rides of crews that took place: driver and rider have both said so. What the ledger counts, for the person herself."""

from django.db.models import F, Q, QuerySet

from placette.carpool.models import CrewRider
from placette.people.models import Person


def rides_of(person: Person) -> QuerySet[CrewRider]:
    """One for each pair that she belongs to, as the one who drives or as a rider."""
    pairs = CrewRider.objects.filter(says_done=True, turn__driver_says_done=True).exclude(
        member=F("turn__driver")
    )
    hers = pairs.filter(Q(member__person=person) | Q(turn__driver__person=person))
    return hers.select_related("crew__commune", "member", "turn")
