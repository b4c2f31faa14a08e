"""The communes that a new edition no longer has: part of another one, nearly always."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

from placette.places.merging import merge
from placette.places.models import Adjacency, Boundary, Commune, FormerCommune, Spelling


def retire(say: Callable[[str], None], codes: set[str]) -> None:
    """Of all communes but `codes`: nobody finds them or is their neighbour any more.

    What people keep for one goes to the commune that it is now part of; once nothing names it, it is deleted.
    """
    gone = set(Commune.objects.values_list("code", flat=True)) - codes
    Spelling.objects.filter(commune__in=gone).delete()
    Boundary.objects.filter(commune__in=gone).delete()
    Adjacency.objects.filter(Q(commune__in=gone) | Q(neighbour__in=gone)).delete()
    for commune in Commune.objects.filter(code__in=gone):
        say(_retired(commune))


def _retired(commune: Commune) -> str:
    """Says what has become of it."""
    former = FormerCommune.objects.filter(code=commune.code).exclude(current=commune).first()
    named = f"{commune.name} ({commune.code}) is no longer in the sources"
    if former is None:
        return f"{named}, which do not say where it is now: kept, without neighbours."
    merge(commune, former.current)
    if _is_named(commune):
        Commune.objects.filter(pk=commune.pk).update(community=None)
        return f"{named}: now in {former.current.name}, kept for what still names it."
    commune.delete()
    return f"{named}: now in {former.current.name}."


def _is_named(commune: Commune) -> bool:
    """Something is still kept for it, in whatever room."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: commune}).exists()
        for relation in Commune._meta.related_objects
    )
