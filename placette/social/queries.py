"""What the two sides of a letter read. Its words are opened here, and nowhere else."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from placette.people.models import Person, Role
from placette.people.standing import Standing
from placette.places.models import Commune

from . import rules
from .models import Letter, Reading, Word

MOST = 100
RECENTLY = timedelta(days=90)  # of the closed ones that the desk still shows


@dataclass(frozen=True)
class Thread:
    letter: Letter
    words: list[Word]
    readings: list[Reading]


def readers(commune_code: str) -> list[Person]:
    """The social service of a commune: who holds the role, is neither of the town hall nor elected there, and does not run
    the site. One query; the SQL twin of Standing.social.
    """
    roles = Role.objects.filter(commune=commune_code, until=None)
    others = roles.filter(person=OuterRef("person"), name__in=[Role.Name.OFFICER, Role.Name.ELECTED])
    held = roles.filter(
        ~Exists(others), name=Role.Name.SOCIAL, person__is_active=True, person__is_operator=False
    )
    return [role.person for role in held.select_related("person").order_by("since", "pk")]


def of_resident(person: Person, commune_code: str) -> list[Thread]:
    """Her letters there, the one that is open first. Three queries."""
    letters = Letter.objects.filter(author=person, commune=commune_code)
    return _threads(list(letters.order_by("closed_at", "-pk")[:MOST]))


def own(person: Person, pk: int) -> Letter | None:
    return Letter.objects.filter(author=person, pk=pk).select_related("commune").first()


def waiting(commune: Commune) -> list[Letter]:
    """Who waits longest first, then what was answered, then what was closed lately. One query; index letters_of_a_commune."""
    letters = Letter.objects.filter(commune=commune).exclude(closed_at__lt=timezone.now() - RECENTLY)
    found = letters.filter(author__is_active=True).select_related("author")
    # The most that are shown are cut from the other end: nobody who waits is left out for who was answered lately.
    return list(
        found.order_by(
            F("waits_since").asc(nulls_last=True), F("closed_at").desc(nulls_first=True), "-last_at"
        )[:MOST]
    )


def for_reader(standing: Standing, commune: Commune, pk: int) -> Thread | None:
    """None for whoever is not of the social service there. Four queries."""
    if not rules.may_read(standing, commune.pk):
        return None
    letters: QuerySet[Letter] = Letter.objects.filter(commune=commune, pk=pk, author__is_active=True)
    return next(iter(_threads(list(letters.select_related("author", "commune")))), None)


def _threads(letters: Collection[Letter]) -> list[Thread]:
    words = list(Word.objects.filter(letter__in=letters).select_related("author").order_by("at", "pk"))
    readings = list(Reading.objects.filter(letter__in=letters).select_related("by").order_by("first_at"))
    return [
        Thread(
            letter,
            [each for each in words if each.letter_id == letter.pk],
            [each for each in readings if each.letter_id == letter.pk],
        )
        for letter in letters
    ]
