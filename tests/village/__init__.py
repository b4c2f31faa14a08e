"""A village in which something of everything has happened, and everybody who may come by: made once for all tests of a file."""

from collections.abc import Mapping
from dataclasses import dataclass

from placette.people.models import Person
from placette.people.tests.factories import commune_of, touching

from .neighbours import lived
from .people import COMMUNE, ELSEWHERE, everybody
from .town_hall import served


@dataclass(frozen=True)
class Village:
    """`things`: the number, or the whole address, of what has happened, by the name that named.py gives it."""

    people: Mapping[str, Person]
    things: Mapping[str, str]


def founded() -> Village:
    touching(COMMUNE, ELSEWHERE)
    commune_of("75056", community="200054781")
    people = everybody()
    things = lived(people["jeanne"], people["karim"], people["newcomer"]) | served(people)
    return Village(people, {name: str(thing) for name, thing in things.items()})
