"""Rides of crews that took place: driver and rider have both said so. What the ledger counts, for the person herself."""

from django.db.models import F, QuerySet

from placette.carpool.models import CrewRider
from placette.people.models import Person


def rides_of(person: Person) -> QuerySet[CrewRider]:
    """One for each pair that she belongs to, as the one who drives or as a rider.

    By the indexes of a ride's member and a turn's driver, one after the other: an OR of both would read all rides.
    """
    pairs = CrewRider.objects.filter(says_done=True, turn__driver_says_done=True).exclude(
        member=F("turn__driver")
    )
    rides, drives = pairs.filter(member__person=person), pairs.filter(turn__driver__person=person)
    either = rides.order_by().values("pk").union(drives.order_by().values("pk"))
    return CrewRider.objects.filter(pk__in=either).select_related("crew__commune", "member", "turn")
