"""Seats of a car, by the part of the way on which each is taken: never one more than there are, whoever races."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from placette.carpool.models import Seat, Way


class Full(Exception):
    """No seat is free on this part of the way; the message is for whoever asked."""


@dataclass(frozen=True)
class Taken:
    """So many seats, from one point of the way to another, in metres along it."""

    holder: str
    start: int
    end: int
    seats: int = 1


@transaction.atomic
def claim(way: Way, day: date, taken: Taken) -> None:
    """Give seats to `taken.holder`, all or none; Full when they do not fit. Claiming twice is claiming once.

    The way's row is the lock: of two who claim the last seat one reads that it is gone. Whoever sits on another part
    of the way may change her seat's number, which nobody sees.
    """
    room = Way.objects.select_for_update(no_key=True).get(pk=way.pk).seats
    others = [each for each in taken_on(way, day) if each.holder != taken.holder]
    numbers = numbered([*others, taken], room)
    if numbers is None:
        raise Full(_("Il n’y a plus assez de places sur ce trajet."))
    _write(way, day, numbers)


def release(way: Way, day: date, holder: str) -> None:
    """Free the seats of `holder`; nothing where there are none."""
    Seat.objects.filter(way=way, day=day, holder=holder).delete()


def taken_on(way: Way, day: date) -> list[Taken]:
    """Who sits where on that day. One query, by the index of a_seat_is_taken_once."""
    held: dict[tuple[str, int, int], int] = {}
    for holder, span in Seat.objects.filter(way=way, day=day).values_list("holder", "span"):
        key = (holder, span.lower, span.upper)
        held[key] = held.get(key, 0) + 1
    return [Taken(holder, start, end, seats) for (holder, start, end), seats in held.items()]


def free(taken: Iterable[Taken], room: int, start: int, end: int) -> int:
    """Seats that are free from `start` to `end`: those of `room` less the most that are taken at once in between."""
    steps = sorted(
        step
        for each in taken
        if each.start < end and each.end > start
        for step in ((max(each.start, start), each.seats), (min(each.end, end), -each.seats))
    )
    most = now = 0
    for _at, change in steps:  # who leaves at a point makes room for who boards there: -1 sorts before 1
        now += change
        most = max(most, now)
    return max(0, room - most)


def numbered(taken: Iterable[Taken], room: int) -> list[tuple[int, Taken]] | None:
    """A number for each seat so that no number is taken twice at one place; None when `room` is too little.

    Parts of a line: taken from the left, each gets the lowest number that is free, and that uses no more numbers than
    there are people at the fullest place.
    """
    free_from = [0] * room
    given = []
    for each in sorted(taken, key=lambda each: (each.start, each.end, each.holder)):
        for _seat in range(each.seats):
            number = next((n for n, since in enumerate(free_from) if since <= each.start), None)
            if number is None:
                return None
            free_from[number] = each.end
            given.append((number + 1, each))
    return given


def _write(way: Way, day: date, numbers: list[tuple[int, Taken]]) -> None:
    Seat.objects.filter(way=way, day=day).delete()
    Seat.objects.bulk_create(
        Seat(way=way, day=day, number=number, span=(each.start, each.end), holder=each.holder)
        for number, each in numbers
    )
