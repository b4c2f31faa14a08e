"""The register's terms, asked here first: they are cheap, and nothing is sent that would be refused.

Coded there in CarpoolAcquisitionService.ts (covoiturage-gouv-fr/mono@6c75aa12). Labels are the register's words where
it has one. Where its code and its specification differ, the stricter is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SENT_WITHIN = timedelta(hours=24)
SHORTEST = 2_000  # metres
LONGEST = 1_000_000
MOST_A_DAY = 4  # trips of one person
APART = timedelta(minutes=30)
QUICKEST = timedelta(minutes=1)


@dataclass(frozen=True)
class Told:
    """A ride as the checks see it. `trip` is one car on one day: its passengers ride together, not too close."""

    trip: str
    people: frozenset[int]
    start: datetime
    end: datetime
    metres: int
    straight_metres: float


def labels(ride: Told, others: Sequence[Told], now: datetime) -> list[str]:
    """Why the register would refuse it; none where it would take it. `others`: rides of the same people of those days."""
    found = {
        "expired": now - ride.start > SENT_WITHIN,
        "journey_in_the_future": ride.end > now,
        "distance_too_short": ride.metres < SHORTEST,
        "distance_too_long": ride.metres > LONGEST,
        "distance_under_the_straight_line": ride.metres < ride.straight_metres,
        "duration_too_short": ride.end - ride.start < QUICKEST,
        "too_many_trips_by_day": any(
            _trips_that_day(ride, others, each) > MOST_A_DAY for each in ride.people
        ),
        "too_close_trips": any(_too_close(ride, other) for other in others),
    }
    return [label for label, holds in found.items() if holds]


def _trips_that_day(ride: Told, others: Sequence[Told], person: int) -> int:
    same_day = {
        each.trip for each in others if person in each.people and each.start.date() == ride.start.date()
    }
    return len(same_day | {ride.trip})


def _too_close(ride: Told, other: Told) -> bool:
    if other.trip == ride.trip or not ride.people & other.people:
        return False
    return other.start < ride.end + APART and other.end > ride.start - APART
