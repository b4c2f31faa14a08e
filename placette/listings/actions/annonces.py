"""An annonce's life: published, changed, paused, prolonged, closed."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from placette.core import keys, photos
from placette.impact.actions import record_request
from placette.listings.kinds import KINDS
from placette.listings.models import Listing, Photo
from placette.notices.actions import withdraw
from placette.people.actions import pending
from placette.people.models import Deed, Membership, PendingPhoto, Person

from .asking import expires_key, request_keys, tell_again, tell_those_who_can_help

State = Listing.State
MAX_PHOTOS = 6


@transaction.atomic
def publish(
    author: Person,
    membership: Membership,
    chosen: Iterable[PendingPhoto] = (),
    *,
    deed: Deed | None = None,
    **fields: object,
) -> Listing:
    """Publish an annonce of a verified member. The same `key` and content twice are one annonce.

    `deed`: by whom, where it is not the author herself.

    Raises photos.Refused where a chosen photo has gone meanwhile.
    """
    key = fields["key"] = _key_of(**fields)
    if key and (sent := Listing.objects.filter(author=author, key=key).first()):
        return sent
    listing = Listing(
        author=author, commune=membership.commune, quarter=membership.quarter, deed=deed, **fields
    )
    listing.expires_at = listing.created_at + timedelta(days=KINDS[listing.kind].days)
    try:
        with transaction.atomic():
            listing.save()
    except IntegrityError:
        # The twin of a double click was faster.
        return Listing.objects.get(author=author, key=key)
    add_photos(listing, chosen)
    if listing.direction == Listing.Direction.REQUEST:
        record_request(
            f"listing:{listing.pk}", listing.kind, listing.commune_id, listing.created_at, by=author.pk
        )
        tell_those_who_can_help(listing)
    return listing


def published(author: Person, key: object, **fields: object) -> Listing | None:
    """What a form with this key and content has become already."""
    return Listing.objects.filter(author=author, key=_key_of(key, **fields)).first()


def _key_of(key: object = None, **fields: object) -> str | None:
    return keys.of(key, *(f"{name}={value}" for name, value in sorted(fields.items())))


@transaction.atomic
def add_photos(listing: Listing, chosen: Iterable[PendingPhoto]) -> None:
    """Raises photos.Refused where one has gone meanwhile; one that is there already is not added twice."""
    Listing.objects.select_for_update().get(pk=listing.pk)
    held = list(Photo.objects.filter(listing=listing))  # as it is now, whatever was read before
    names, digests = {photo.name for photo in held}, {photo.digest for photo in held if photo.digest}
    fresh = [photo.name for photo in chosen if photo.name not in names and photo.digest not in digests]
    first = max((photo.position for photo in held), default=-1) + 1
    for position, photo in enumerate(pending.take(listing.author, fresh[: MAX_PHOTOS - len(held)]), first):
        Photo.objects.create(
            listing=listing,
            name=photo.name,
            digest=photo.digest,
            width=photo.width,
            height=photo.height,
            position=position,
        )


def remove_photos(listing: Listing, names: Collection[str]) -> None:
    for photo in listing.photos.filter(name__in=names):
        photo.delete()
        transaction.on_commit(partial(photos.delete, photo.name))


@transaction.atomic
def change(listing: Listing, **fields: object) -> None:
    """Other words of a request that waits for an answer may be understood by others: they are told."""
    reworded = any(
        name in fields and fields[name] != getattr(listing, name) for name in ("kind", "title", "text")
    )
    for name, value in fields.items():
        setattr(listing, name, value)
    listing.updated_at = timezone.now()
    listing.save(update_fields=[*fields, "updated_at"])
    if reworded:
        tell_again(listing)


@transaction.atomic
def pause(listing: Listing) -> None:
    _move(listing, {State.ACTIVE}, State.PAUSED)
    withdraw(*request_keys(listing))


@transaction.atomic
def close(listing: Listing) -> None:
    _move(listing, {State.ACTIVE, State.PAUSED}, State.CLOSED)
    withdraw(*request_keys(listing), expires_key(listing))


@transaction.atomic
def resume(listing: Listing) -> None:
    """On line again, with a whole life ahead where it had ended."""
    now = timezone.now()
    ended = listing.expires_at <= now
    _move(listing, {State.PAUSED, State.CLOSED, State.EXPIRED}, State.ACTIVE)
    if ended:
        prolong(listing)
    tell_again(listing)  # it may have been reworded meanwhile


@transaction.atomic
def prolong(listing: Listing) -> None:
    withdraw(expires_key(listing))
    expires_at = timezone.now() + timedelta(days=KINDS[listing.kind].days)
    Listing.objects.filter(pk=listing.pk).update(expires_at=expires_at, reminded_at=None)


def _move(listing: Listing, before: set[str], after: str) -> None:
    """A second press finds nothing to move."""
    Listing.objects.filter(pk=listing.pk, state__in=before).update(state=after, updated_at=timezone.now())


def move(gone: str, current: str) -> None:
    """A commune has become part of another: its annonces stand on the square of the current one, by INSEE codes."""
    Listing.objects.filter(commune=gone).update(commune=current)
