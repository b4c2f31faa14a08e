"""The pictures of the demo, drawn in parallel and kept through the same door as uploaded photos."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from django.core.files.storage import default_storage

from placette.core import photos
from placette.listings.models import Listing, Photo
from placette.people.models import Person

from . import accounts
from .chance import Chance
from .content.annonces import Entry
from .pictures import portrait, thing
from .residents import Newcomer

PAINTED = 2  # versions of each thing; annonces of the same thing take them in turn


def draw_faces(chance: Chance, newcomers: Iterable[Newcomer], say: Callable[[str], None]) -> None:
    """Four people in five show their face, and those whom the visitor is."""
    hosts = {account.email for account in accounts.ALL}
    shown = [each for each in newcomers if chance.likely(0.8) or each.person.email in hosts]
    tasks = [(each.person.pk, each.feminine, max(18, min(90, chance.now.year - each.born))) for each in shown]
    with _painters() as painters:
        for newcomer, stored in zip(shown, painters.map(_keep_face, tasks), strict=True):
            newcomer.person.photo = stored.name
    Person.objects.bulk_update([each.person for each in shown], ["photo"], batch_size=200)
    say(f"{len(shown)} portraits")


def draw_things(chance: Chance, listings: list[tuple[Listing, Entry]], say: Callable[[str], None]) -> None:
    pictured = [
        (listing, entry.picture) for listing, entry in listings if entry.picture and chance.likely(0.88)
    ]
    wanted = sorted({(name, number % PAINTED) for number, (_, name) in enumerate(pictured)})
    with _painters() as painters:
        painted = dict(zip(wanted, painters.map(_keep_thing, wanted), strict=True))
    rows = []
    for number, (listing, name) in enumerate(pictured):
        original = painted[name, number % PAINTED]
        rows.append(
            Photo(
                listing=listing,
                name=_copy(original.name, listing.pk),
                width=original.width,
                height=original.height,
            )
        )
    Photo.objects.bulk_create(rows)
    say(f"{len(rows)} photos")


def _painters() -> ThreadPoolExecutor:
    # Pillow leaves the interpreter to others while it shrinks and compresses, which is nearly all of the work.
    return ThreadPoolExecutor(2)


def _keep_face(task: tuple[int, bool, int]) -> photos.Stored:
    seed, feminine, age = task
    return photos.store(
        BytesIO(portrait(seed, feminine=feminine, age=age)), photos.PORTRAIT_WIDTHS, square=True
    )


def _keep_thing(task: tuple[str, int]) -> photos.Stored:
    name, seed = task
    return photos.store(BytesIO(thing(name, seed)))


def _copy(name: str, number: int) -> str:
    """Its own files for each annonce, so that deleting one leaves the others."""
    copied = f"{name[:8]}{number:032x}"
    for width in photos.LISTING_WIDTHS:
        with default_storage.open(f"photos/{name}-{width}.webp") as file:
            default_storage.save(f"photos/{copied}-{width}.webp", file)
    return copied
