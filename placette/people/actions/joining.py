"""Belonging to a commune, and what neighbours know of one."""

from collections.abc import Iterable

from django.db import transaction

from placette.core import photos
from placette.people.models import Membership, Offering, PendingPhoto, Person
from placette.places import cells
from placette.places.models import Commune, Quarter

from . import pending

MAX_OFFERINGS = 20


@transaction.atomic
def join(person: Person, commune: Commune, purpose: str, quarter: Quarter | None = None) -> Membership:
    """Belong to a commune for this purpose. Another commune than before begins unverified: the proof was of a place."""
    Person.objects.select_for_update().get(pk=person.pk)
    held = Membership.objects.filter(person=person, purpose=purpose).first()
    if held and held.commune_id != commune.pk:
        held.delete()
        held = None
    if held is None:
        # Home and work in the same commune are one membership, and that is home.
        held = Membership.objects.filter(person=person, commune=commune).first()
    if held is None:
        return Membership.objects.create(person=person, commune=commune, purpose=purpose, quarter=quarter)
    held.quarter = quarter
    if purpose == Membership.Purpose.HOME:
        held.purpose = purpose
    held.save(update_fields=["quarter", "purpose"])
    return held


def leave(person: Person, purpose: str) -> None:
    Membership.objects.filter(person=person, purpose=purpose).delete()


def locate(membership: Membership, latitude: float, longitude: float) -> None:
    """Keep the H3 cell of resolution 9 (about 0.1 km²) around a position; the position itself is forgotten."""
    membership.cell = cells.cell_at(latitude, longitude)
    membership.save(update_fields=["cell"])


def forget_position(membership: Membership) -> None:
    membership.cell = None
    membership.save(update_fields=["cell"])


@transaction.atomic
def offer_to_help(person: Person, texts: Iterable[str]) -> None:
    """Replace what a person could lend or do if asked."""
    wanted = {text.casefold(): text for text in texts}
    held = {offering.text.casefold(): offering for offering in person.offerings.select_for_update()}
    Offering.objects.filter(pk__in=[held[key].pk for key in held.keys() - wanted.keys()]).delete()
    fresh = [Offering(person=person, text=text) for key, text in wanted.items() if key not in held]
    Offering.objects.bulk_create(fresh[:MAX_OFFERINGS], ignore_conflicts=True)


@transaction.atomic
def set_photo(person: Person, chosen: PendingPhoto | None) -> None:
    """Show a new portrait, or none. Raises photos.Refused where it has gone meanwhile."""
    former = person.photo
    person.photo = pending.take(person, [chosen.name])[0].name if chosen else ""
    person.save(update_fields=["photo"])
    if former:
        transaction.on_commit(lambda: photos.delete(former))
