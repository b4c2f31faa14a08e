"""What ambassadors do for requests that nobody answered, noted in one tap."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from placette.listings.models import CallNote, Listing
from placette.notices.actions import notify, withdraw
from placette.notices.models import Notice
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
            _found_key(noted.pk),
            **_facts(listing, by),
        )
    return noted


@transaction.atomic
def take_back(listing: Listing, by: Person, done: str) -> None:
    """It was the wrong button, or came to nothing. Who has not been told of it yet is not told; who counts on it by now
    hears that her request still waits.
    """
    taken = CallNote.objects.select_for_update().filter(listing=listing, by=by, done=done).first()
    if taken is None:
        return
    key = _found_key(taken.pk)
    taken.delete()
    if done != Done.FOUND:
        return
    read = Q(seen_at__isnull=False) | Q(emailed_at__isnull=False)
    knows = Notice.objects.filter(read, person=listing.author_id, key=key).exists()
    withdraw(key)
    if knows:
        facts = _facts(listing, by)
        notify([listing.author_id], "helper_gone", listing.get_absolute_url(), f"{key}:gone", **facts)


def forget_old() -> int:
    """Notes on requests that ended a month ago are of use to nobody. How many went."""
    ended = Q(listing__updated_at__lt=timezone.now() - KEPT) & ~Q(listing__state=Listing.State.ACTIVE)
    gone, _ = CallNote.objects.filter(ended).delete()
    return gone


def _found_key(note: int) -> str:
    """Found again after it was taken back is another note, and told anew."""
    return f"found:{note}"


def _facts(listing: Listing, by: Person) -> dict[str, str]:
    return {
        "name": by.display_name,
        "title": listing.title,
        "until": listing.expires_at.isoformat(),
    }
