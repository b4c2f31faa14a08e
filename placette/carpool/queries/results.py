"""All that a page of results shows: the rides of the day, and where they are few what comes near them, marked as such."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from placette.carpool.models import Booking
from placette.carpool.queries.matches import (
    FEW,
    Match,
    booked,
    drivers_at_areas,
    drivers_for,
    drivers_on_the_day,
)
from placette.carpool.queries.matching import Wish
from placette.carpool.riding import End
from placette.people.standing import Standing

FIRST = 10  # rides under one heading; on a phone each is as high as half of the screen


@dataclass(frozen=True)
class Results:
    """`matches` fit; `at_areas` start elsewhere, `beside` another day; `back` is the way home, where one was asked for."""

    matches: list[Match]
    at_areas: list[Match] = field(default_factory=list)
    beside: list[Match] = field(default_factory=list)
    back: list[Match] = field(default_factory=list)

    @property
    def all(self) -> list[Match]:
        return [*self.matches, *self.at_areas, *self.beside, *self.back]


def results(standing: Standing, wish: Wish, back: Wish | None, start: End, end: End) -> Results:
    """Drives from `start` to `end`; of those, where she wants to come home, first who drives back as well.

    Queries: those of drivers_for; of drivers_on_the_day with a way back; and of drivers_at_areas, where few go.
    """
    found = drivers_for(standing, wish, start, end)
    matches, beside = [m for m in found if not m.days_off], [m for m in found if m.days_off]
    at_areas = drivers_at_areas(standing, wish, start, end) if len(matches) < FEW else []
    known = {(each.way.pk, each.day) for each in matches}
    at_areas = [each for each in at_areas if (each.way.pk, each.day) not in known]
    if back is None:
        return Results(matches, at_areas, beside)
    home = drivers_on_the_day(standing, back, end, start)
    trips = {(each.way.trip_id, each.day) for each in home}
    # Of another day nobody has looked who drives back.
    return Results(_returning(matches, trips), _returning(at_areas, trips), beside, back=home)


@dataclass(frozen=True)
class Part:
    """The rides of one heading: those that are drawn, each with what she has asked for of it already, and `more`."""

    shown: list[tuple[Match, Booking | None]]
    more: list[Match]

    @property
    def number(self) -> int:
        return len(self.shown) + len(self.more)


def parts_of(standing: Standing, found: Results, *, whole: bool) -> dict[str, Any]:
    """By the names of `found`, a Part each: the best rides, or all where the `whole` is wanted. One query."""
    most = None if whole else FIRST
    drawn = {name: getattr(found, name)[:most] for name in ("matches", "at_areas", "beside", "back")}
    asked = booked(standing, [each.way.pk for part in drawn.values() for each in part])
    return {
        name: Part(
            [(each, asked.get((each.way.pk, each.day))) for each in part], getattr(found, name)[len(part) :]
        )
        for name, part in drawn.items()
    }


def _returning(found: list[Match], trips: set[tuple[int, date]]) -> list[Match]:
    """Who also drives back comes first, then who only drives out, each in their order."""
    marked = [replace(each, returns=(each.way.trip_id, each.day) in trips) for each in found]
    return sorted(marked, key=lambda match: not match.returns)
