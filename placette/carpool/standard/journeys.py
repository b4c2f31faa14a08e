"""What the four searches answer: dated journeys, and regular trips with their days."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from placette.carpool.actions.seats import free
from placette.carpool.occurrences import days
from placette.carpool.riding import span
from placette.carpool.standard import objects, queries
from placette.carpool.standard.queries import Asked, Hour, Near
from placette.carpool.standard.rides import Shape, sets_out, shape
from placette.places.clock import PARIS

type Search = Callable[..., list[Near]]
type Reading = tuple[tuple[int, int, int], dict[str, Any]]  # how far from what was asked, and the object

MOST = 1_000  # without `count`: the most relevant of what matches
LONGEST = timedelta(days=2)  # a driver has set out by then, whatever the clocks there
FARTHEST = 366 * 86_400  # seconds either way of a search: nobody posts a trip for later
AHEAD = timedelta(days=28)  # of a regular trip's dated journeys
WEEK = 7 * 86_400
HALF_A_DAY = 43_200 - queries.UNSURE
DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")


def dated(search: Search, asked: Asked, at: datetime, within: int, count: int | None) -> list[dict[str, Any]]:
    """Journeys whose pick-up is at most `within` seconds from `at`, or from when a driver comes by: least walk and detour first, then nearest in time."""
    now, margin = timezone.now(), timedelta(seconds=min(within, FARTHEST))
    first, last = max(at - margin, now), at + margin
    if last < first:
        return []
    span_of_days = (first - LONGEST).date(), (last + LONGEST).date()
    found = [
        (each, day)
        for each in _shapes(search, asked, *span_of_days, _hour(at, within))
        for day in days(each.way, *span_of_days)
    ]
    open_on = _Open([each for each, _ in found])
    read = []
    for each, day in found:
        pick_up_at = sets_out(each.way, day) + timedelta(seconds=each.after)
        off = abs(round((pick_up_at - at).total_seconds()) - each.drive)
        if off <= within and pick_up_at >= now and (seats := open_on.seats(each, day)):
            read.append(((_far(each), off, each.way.pk), _journey(each, day, pick_up_at, seats)))
    return _best(read, count)


def regular(
    search: Search,
    asked: Asked,
    clock: float,
    weekdays: frozenset[int],
    within: int,
    bounds: tuple[datetime | None, datetime | None],
    count: int | None,
) -> list[dict[str, Any]]:
    """Weekly trips of which a journey fits hour, days and bounds (included), with the schedules that do.

    `clock` in seconds after midnight by the clocks there; `weekdays` from 0, Monday, are those of the pick-up.
    """
    first = max(bounds[0] or timezone.now(), timezone.now())
    last = min(bounds[1] or first + AHEAD, first + AHEAD)
    if last < first:
        return []
    hour = Hour(clock, within, everywhere=True) if within < HALF_A_DAY else None
    found = list(_shapes(search, asked, (first - LONGEST).date(), (last + LONGEST).date(), hour, weekly=True))
    open_on = _Open(found)
    read = []
    for each in found:
        schedules = [
            schedule
            for weekday in range(7)
            if (schedule := _schedule(each, weekday, clock, weekdays, within, (first, last), open_on))
        ]
        if schedules:
            read.append(((_far(each), 0, each.way.pk), objects.trip(each) | {"schedules": schedules}))
    return _best(read, count)


def _hour(at: datetime, within: int) -> Hour | None:
    """None where no hour is left out, and in the nights round a change of clocks."""
    here = at.astimezone(PARIS)
    before, after = (here.astimezone(UTC) + off * LONGEST for off in (-1, 1))
    changes = before.astimezone(PARIS).utcoffset() != after.astimezone(PARIS).utcoffset()
    if changes or within >= HALF_A_DAY:
        return None
    return Hour(here.hour * 3600 + here.minute * 60 + here.second, within)


class _Open:
    """On which days each way goes and has room: pauses and seats, read once for all."""

    def __init__(self, shapes: list[Shape]) -> None:
        drives = {each.way.pk for each in shapes if each.way.role == "driver"}
        requests = {each.way.pk for each in shapes} - drives
        self.shut = queries.paused(drives | requests) | (queries.settled(requests) if requests else set())
        self.taken = queries.taken(drives) if drives else {}

    def seats(self, each: Shape, day: date) -> int:
        """Free ones of a drive, wanted ones of a request; 0 where it does not go."""
        if (each.way.pk, day) in self.shut:
            return 0
        if each.way.role == "passenger":
            return each.way.seats
        held = self.taken.get((each.way.pk, day), [])
        return free(held, each.way.seats, *span(each.way, each.pick_up, each.drop_off))


def _shapes(
    search: Search, asked: Asked, first: date, last: date, hour: Hour | None, *, weekly: bool = False
) -> Iterator[Shape]:
    for near in search(asked, first, last, hour, weekly=weekly):
        if (found := shape(near, asked)) is not None:
            yield found


def _journey(each: Shape, day: date, pick_up_at: datetime, seats: int) -> dict[str, Any]:
    journey = objects.trip(each) | objects.schedule(each, day, pick_up_at)
    if each.way.role == "passenger":
        return journey | {"requestedSeats": seats}
    return journey | {"availableSeats": seats, "price": objects.price(each.road)}


def _schedule(
    each: Shape,
    weekday: int,
    clock: float,
    weekdays: frozenset[int],
    within: int,
    bounds: tuple[datetime, datetime],
    open_on: _Open,
) -> dict[str, Any] | None:
    """Of the way's `weekday`, where its pick-up is on an asked day at about the asked hour."""
    if not (each.way.weekdays or 0) >> weekday & 1:
        return None
    picks_up = (weekday * 86_400 + each.way.clock + each.after) % WEEK
    day, at = divmod(picks_up, 86_400)
    off = min(abs((picks_up - asked * 86_400 - clock + WEEK / 2) % WEEK - WEEK / 2) for asked in weekdays)
    if day not in weekdays or off > within:
        return None
    journeys = []
    for on in days(each.way, (bounds[0] - LONGEST).date(), (bounds[1] + LONGEST).date()):
        pick_up_at = sets_out(each.way, on) + timedelta(seconds=each.after)
        if on.weekday() == weekday and bounds[0] <= pick_up_at <= bounds[1] and open_on.seats(each, on):
            journeys.append(objects.schedule(each, on, pick_up_at))
    if not journeys:
        return None
    return {
        "passengerPickupDay": DAYS[day],
        "passengerPickupTimeOfDay": f"{at // 3600:02}:{at % 3600 // 60:02}:{at % 60:02}",
        "journeySchedules": journeys,
    }


def _far(each: Shape) -> int:
    return sum(each.walks) + each.detour


def _best(read: list[Reading], count: int | None) -> list[dict[str, Any]]:
    read.sort(key=lambda one: one[0])
    return [each for _, each in read[: MOST if count is None else min(count, MOST)]]


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
