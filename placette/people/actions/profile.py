"""What a person says of herself, and the day on which she was last here."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.utils import timezone

from placette.core import photos
from placette.people.models import Offering, PendingPhoto, Person

from . import pending

MAX_OFFERINGS = 20
# Written out, since in the first minutes of a rush it comes with every press.
SEEN = "UPDATE people_person SET last_seen_on = %s WHERE id = %s AND last_seen_on IS DISTINCT FROM %s"


@transaction.atomic
def introduce(
    person: Person,
    *,
    first_name: str,
    last_name: str,
    about: str,
    offerings: Iterable[str],
    portrait: PendingPhoto | None = None,
    without_portrait: bool = False,
) -> None:
    """Who she is for her neighbours: all of it, or nothing. A portrait stays where no other comes in its place.

    Raises photos.Refused where the new portrait has gone meanwhile.
    """
    # Two at once: the portrait of the first goes, too.
    held = Person.objects.select_for_update().get(pk=person.pk)
    former = held.photo
    if portrait:
        held.photo = pending.take(person, [portrait.name])[0].name
    elif without_portrait:
        held.photo = ""
    held.first_name, held.last_name, held.about = first_name, last_name, about
    held.save(update_fields=["first_name", "last_name", "about", "photo"])
    _offer(held, offerings)
    if former and former != held.photo:
        transaction.on_commit(lambda: photos.delete(former))


def _offer(person: Person, texts: Iterable[str]) -> None:
    """Replace what a person could lend or do if asked."""
    wanted = {text.casefold(): text for text in texts}
    held = {offering.text.casefold(): offering for offering in person.offerings.all()}
    Offering.objects.filter(pk__in=[held[key].pk for key in held.keys() - wanted.keys()]).delete()
    fresh = [Offering(person=person, text=text) for key, text in wanted.items() if key not in held]
    Offering.objects.bulk_create(fresh[:MAX_OFFERINGS], ignore_conflicts=True)


def choose(person: Person, *, language: str, shows_profile_to_town_hall: bool) -> None:
    person.language, person.shows_profile_to_town_hall = language, shows_profile_to_town_hall
    person.save(update_fields=["language", "shows_profile_to_town_hall"])


def note_visit(person: Person) -> None:
    """Keep the day on which she was last here: one UPDATE a day, however many requests come at once."""
    today = timezone.localdate()
    if person.last_seen_on != today:
        with connection.cursor() as cursor:
            cursor.execute(SEEN, [today, person.pk, today])
        person.last_seen_on = today
