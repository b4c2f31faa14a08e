"""Belonging to a commune: what begins with it, and what ends."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from placette.people.models import Membership, Person, Role
from placette.places import actions as places
from placette.places import cells
from placette.places.models import Commune, Quarter


@transaction.atomic
def join(person: Person, commune: Commune, purpose: str, quarter: Quarter | None = None) -> Membership:
    """Belong to a commune for this purpose. Another commune than before begins unverified: the proof was of a place.

    Where the commune has no open space she is counted among those who wait for it. The caller has asked rules.may_join.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    for left in _held(person, purpose).exclude(commune=commune):
        _end(left)
    if not commune.is_open and person.email:
        places.count(commune, person.email, person.language)
    # Home and work in the same commune are one membership, and that is home.
    held = Membership.objects.filter(person=person, commune=commune).first()
    if held is None:
        return Membership.objects.create(person=person, commune=commune, purpose=purpose, quarter=quarter)
    held.quarter = quarter
    if purpose == Membership.Purpose.HOME:
        held.purpose = purpose
    held.save(update_fields=["quarter", "purpose"])
    return held


@transaction.atomic
def leave(person: Person, purpose: str) -> None:
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    for left in _held(person, purpose):
        _end(left)


def _held(person: Person, purpose: str) -> QuerySet[Membership]:
    return Membership.objects.filter(person=person, purpose=purpose).select_related("person", "commune")


def _end(membership: Membership) -> None:
    """With it end the waiting for the commune, and what only a neighbour does there: welcoming, moderating."""
    if membership.person.email:
        places.uncount(membership.commune, membership.person.email)
    held = Role.objects.filter(person=membership.person, commune=membership.commune, until__isnull=True)
    held.filter(name__in=Role.OF_RESIDENTS).update(until=timezone.now())
    membership.delete()


def locate(membership: Membership, latitude: float, longitude: float) -> None:
    """Keep the H3 cell of resolution 9 (about 0.1 km²) around a position; the position itself is forgotten."""
    membership.cell = cells.cell_at(latitude, longitude)
    membership.save(update_fields=["cell"])


def forget_position(membership: Membership) -> None:
    membership.cell = None
    membership.save(update_fields=["cell"])
