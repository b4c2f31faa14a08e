"""Requests without an answer, for the ambassadors of their commune."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from placette.listings.models import CallNote, Listing
from placette.listings.rules import AMBASSADORS_AFTER, tended
from placette.people.standing import Standing

MOST = 100


def waiting(standing: Standing) -> list[Listing]:
    """Those that still want somebody come first, the oldest of them at the top; each with its `call_notes`.

    Two queries; index listing_unanswered. The SQL twin of rules.may_note_calls.
    """
    notes = CallNote.objects.select_related("by").order_by("at", "pk")
    found = (
        _waiting(standing)
        .annotate(is_found=Exists(_found()))
        .select_related("author", "commune", "quarter", "deed__by")
        .prefetch_related(Prefetch("call_notes", notes))
    )
    return list(found.order_by("is_found", "created_at", "pk")[:MOST])


def on_the_square(standing: Standing) -> tuple[str, dict[str, Any]] | None:
    """How many wait for an ambassador. One query, and none for anybody else."""
    if not tended(standing):
        return None
    number = _waiting(standing).exclude(Exists(_found())).count()
    return ("listings/unanswered_line.html", {"number": number}) if number else None


def notes_on(listing: Listing) -> list[CallNote]:
    """What ambassadors have done for it; for who asked. One query."""
    notes = CallNote.objects.filter(listing=listing, by__is_active=True)
    return list(notes.select_related("by").order_by("at", "pk"))


def _waiting(standing: Standing) -> QuerySet[Listing]:
    return Listing.objects.filter(
        state=Listing.State.ACTIVE,
        direction=Listing.Direction.REQUEST,
        answered_at__isnull=True,
        created_at__lte=timezone.now() - AMBASSADORS_AFTER,
        commune__in=sorted(tended(standing)),
        commune__space__suspended_at=None,
        author__is_active=True,
    ).exclude(author=standing.person)


def _found() -> QuerySet[CallNote]:
    return CallNote.objects.filter(listing=OuterRef("pk"), done=CallNote.Done.FOUND)
