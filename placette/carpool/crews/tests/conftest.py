"""A crew of two, on a Thursday in November."""

import pytest
import time_machine

from placette.carpool.models import Crew
from placette.people.models import Person
from placette.people.tests.factories import person_of

from .factories import NOW, crew_of


@pytest.fixture(autouse=True)
def _thursday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def jeanne() -> Person:
    return person_of("Jeanne")


@pytest.fixture
def karim() -> Person:
    return person_of("Karim")


@pytest.fixture
def crew(jeanne, karim) -> Crew:
    return crew_of(jeanne, karim, now=NOW)
