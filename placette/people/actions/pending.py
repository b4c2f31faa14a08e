"""Photos that came with a form, kept until it is accepted: whatever else is wrong with it, they need not be chosen again."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import IO

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placette.core import limits, photos
from placette.people.models import PendingPhoto, Person

STAY = timedelta(days=1)
A_DAY = 200  # more than twenty annonces of six photos; each costs up to a second of work
GONE = gettext_lazy("Une photo n’est plus là : choisissez-la de nouveau. Les autres sont gardées.")


def keep(owner: Person, use: PendingPhoto.Use, upload: IO[bytes]) -> PendingPhoto:
    """The same file again is the photo that is there already, for another day.

    Raises photos.Refused where it is no photo, or one too many for a day.
    """
    same = PendingPhoto.objects.filter(owner=owner, use=use, digest=digest_of(upload))
    if same.update(created_at=timezone.now()) and (there := same.first()):
        return there
    if not limits.allow(f"photos:{owner.pk}", A_DAY, 86_400):
        raise photos.Refused(_("C’est beaucoup de photos pour un jour : revenez demain pour celle-ci."))
    if use == PendingPhoto.Use.PORTRAIT:
        stored = photos.store(upload, photos.PORTRAIT_WIDTHS, square=True)
    else:
        stored = photos.store(upload)
    facts = {"name": stored.name, "width": stored.width, "height": stored.height}
    kept, is_fresh = PendingPhoto.objects.get_or_create(
        owner=owner, use=use, digest=digest_of(upload), defaults=facts
    )
    if not is_fresh:  # the twin of a double click was faster
        photos.delete(stored.name)
    return kept


def digest_of(upload: IO[bytes]) -> str:
    """32 characters that are the same for the same file; leaves it at its start."""
    digest = hashlib.blake2b(digest_size=16)
    upload.seek(0)
    while block := upload.read(1 << 16):
        digest.update(block)
    upload.seek(0)
    return digest.hexdigest()


def held(owner: Person, use: PendingPhoto.Use, names: Iterable[str]) -> list[PendingPhoto]:
    """Those of her own photos that have these names, in the order of the names."""
    found = of(owner, use, names).in_bulk(field_name="name")
    return [found[name] for name in names if name in found]


def of(owner: Person, use: PendingPhoto.Use, names: Iterable[str]) -> QuerySet[PendingPhoto]:
    return PendingPhoto.objects.filter(owner=owner, use=use, name__in=names)


@transaction.atomic
def take(owner: Person, names: Sequence[str]) -> list[PendingPhoto]:
    """They are no longer pending: the caller gives their names a place, in the same transaction.

    Raises photos.Refused where one has gone meanwhile.
    """
    found = {
        photo.name: photo
        for photo in PendingPhoto.objects.select_for_update().filter(owner=owner, name__in=names)
    }
    if len(found) < len(names):
        raise photos.Refused(str(GONE))
    PendingPhoto.objects.filter(pk__in=[photo.pk for photo in found.values()]).delete()
    return [found[name] for name in names]


@transaction.atomic
def forget(chosen: QuerySet[PendingPhoto]) -> None:
    """One that a form is taking at this instant is left to it. Files first: a job that dies begins again."""
    for photo in chosen.select_for_update(skip_locked=True):
        photos.delete(photo.name)
        photo.delete()


def forget_expired() -> None:
    forget(PendingPhoto.objects.filter(created_at__lt=timezone.now() - STAY))
