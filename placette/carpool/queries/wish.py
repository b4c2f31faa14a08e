"""What a search of rides is asked, and what it answers."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from placette.carpool.geometry import Point

MOST = 1_000  # what a router answers for in one table
ALWAYS = 1_000_000_000  # seconds, before and after any day
DAY = 86_400  # seconds on the clocks, also in the two nights when an hour is lost or comes twice
MOST_FLEXIBLE = 3 * 3600  # seconds; what a form allows, either way


@dataclass(frozen=True)
class Wish:
    """What somebody looks for or offers on one day, by the clocks there."""

    start: Point
    end: Point
    day: date
    clock: int  # seconds after midnight, of the departure
    flexibility: int = (
        1_800  # seconds, either way; half a day with the other's is the most that means something
    )
    seats: int = 1
    reach: float = 0.0  # metres; a driver's


class Candidate(NamedTuple):
    """A way that may match; metres in straight lines, the rest estimated from them. A tuple: a search makes many."""

    way: int
    day: date  # on which the way that was found sets out
    to_pick_up: float
    on_board: float
    from_drop_off: float
    detour: float  # metres of road more than without company
    pick_up: int  # seconds after midnight of the day that was asked for; past midnight beyond 86,400
    seats: int  # free on some part of the way on that day; of a request, those that it asks for


def hours(wish: Wish, drive: int = 0) -> tuple[int, int]:
    """Between which somebody may be picked up by who drives for `drive` seconds, by the clocks of that day; where it may be
    on another, always. As the database's carpool_hours.
    """
    first, last = wish.clock - wish.flexibility, wish.clock + wish.flexibility + drive
    return (first, last) if first >= 0 and last < DAY else (-ALWAYS, ALWAYS)


def array(numbers: list[int]) -> str:
    """As PostgreSQL reads it. A list costs psycopg five times what all the rest of a question does."""
    return f"{{{str(numbers)[1:-1]}}}"
