"""Crews for tests."""

from datetime import UTC, date, datetime
from typing import Any

from placette.carpool.crews.actions import members
from placette.carpool.models import Crew, CrewMember, CrewTurn
from placette.people.models import Person
from placette.people.tests.factories import commune_of

NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)  # a Thursday, after school has begun
MONDAY = date(2026, 11, 30)
SCHOOL_DAYS = 0b0011011  # Monday, Tuesday, Thursday, Friday
MORNING, AFTERNOON = 8 * 3600 + 1200, 16 * 3600 + 1800


def crew_of(*people: Person, now: datetime, kind: str = "school", seats: int = 4, **fields: Any) -> Crew:
    """All of them, each with a child (or herself) and a car, from now on."""
    usual = {
        "name": "Les écoliers", "place_name": "École de la Cité", "road": 2_400, "weekdays": SCHOOL_DAYS,
        "out_clock": MORNING, "back_clock": None, "rests_with_zone": "",
    }  # fmt: skip
    first, *others = people
    membership = first.memberships.select_related("commune").first() or commune_of()
    crew = members.found(
        first, membership, now, own={"needs": 1, "seats": seats}, kind=kind, **usual | fields
    )
    for person in others:
        members.join(crew, person, now, first, needs=1, seats=seats)
    return crew


def member(crew: Crew, person: Person) -> CrewMember:
    return CrewMember.objects.select_related("crew__conversation", "crew__commune", "person").get(
        crew=crew, person=person, left_at=None
    )


def drivers(crew: Crew) -> list[tuple[int, str]]:
    """Day of the month and first name, in order."""
    planned = CrewTurn.objects.filter(crew=crew).select_related("driver__person")
    return [(each.day.day, each.driver.person.first_name) for each in planned]


def tap(client, crew: Crew, act: str, day: date = MONDAY, **typed):
    return client.post(
        f"/equipages/{crew.pk}/tour/",
        {"act": act, "day": day.isoformat(), "direction": "out"} | typed,
        follow=True,
    )
