"""Everybody who may come by, each once."""

from placette.people.models import Person, Role
from placette.people.tests.factories import ambassador_of, commune_of, officer_of, person_of
from placette.social.tests.factories import reader_of

COMMUNE, ELSEWHERE = "31187", "31499"
WHO = (
    "stranger",
    "newcomer",  # has an account, and no proof yet of where she lives
    "elsewhere",  # lives in the commune beside
    "neighbour",
    "jeanne",  # did and owns what the addresses name, with Karim
    "ambassador",
    "moderator",
    "association",
    "elected",
    "officer",
    "officer_elsewhere",
    "territory_officer",
    "social",
    "operator",
)
# Whom jeanne and karim write for. Everybody else meets no word of theirs: decision 9, and the doors of the square.
ON_THE_SQUARE = frozenset({"elsewhere", "neighbour", "jeanne", "ambassador", "moderator"})


def everybody() -> dict[str, Person]:
    """All but the stranger, who has no account."""
    return {
        "newcomer": person_of("Nora", verified=False),
        "elsewhere": person_of("Elsa", lives_in=ELSEWHERE),
        "neighbour": person_of("Lucien"),
        "jeanne": person_of(),
        "karim": person_of("Karim", "Benali"),
        "ambassador": ambassador_of(),
        "moderator": _serving("moderator", person_of("Maud")),
        "association": _serving("association"),
        "elected": _serving("elected"),
        "officer": officer_of(),
        "officer_elsewhere": officer_of(ELSEWHERE),
        "territory_officer": _serving("territory_officer"),
        "social": reader_of(),
        "operator": person_of("Camille", lives_in=None, is_operator=True),
    }


def _serving(name: str, person: Person | None = None) -> Person:
    """In a role; where nobody is named, by an account with which one works and which is no resident's."""
    person = person or person_of(name.title(), "Serin", lives_in=None)
    commune = commune_of(COMMUNE)
    place = {"community": commune.community} if name == "territory_officer" else {"commune": commune}
    Role.objects.create(person=person, name=name, **place)
    return person
