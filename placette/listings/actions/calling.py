"""What ambassadors do for requests that nobody answered, noted in one tap."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from placette.listings.models import CallNote, Listing
from placette.notices.actions import notify, withdraw
from placette.people.models import Person

Done = CallNote.Done
KEPT = timedelta(days=30)  # after the end of the request


@transaction.atomic
def note(listing: Listing, by: Person, done: str) -> CallNote:
    """Noted again, it has the later moment. Who asked is told, once, that somebody was found. The caller has asked
    rules.may_note_calls.
    """
    noted, _made = CallNote.objects.update_or_create(
        listing=listing, by=by, done=done, defaults={"at": timezone.now()}
    )
    if done == Done.FOUND:
        notify(
            [listing.author_id],
            "helper_found",
            listing.get_absolute_url(),
            _found_key(listing, by),
            name=by.display_name,
            title=listing.title,
            until=listing.expires_at.isoformat(),
        )
    return noted


@transaction.atomic
def take_back(listing: Listing, by: Person, done: str) -> None:
    """It was the wrong button, or came to nothing. Who has not been told of it yet is not told."""
    CallNote.objects.filter(listing=listing, by=by, done=done).delete()
    if done == Done.FOUND:
        withdraw(_found_key(listing, by))


def forget_old() -> int:
    """Notes on requests that ended a month ago are of use to nobody. How many went."""
    ended = Q(listing__updated_at__lt=timezone.now() - KEPT) & ~Q(listing__state=Listing.State.ACTIVE)
    gone, _ = CallNote.objects.filter(ended).delete()
    return gone


def _found_key(listing: Listing, by: Person) -> str:
    return f"found:{listing.pk}:{by.pk}"
