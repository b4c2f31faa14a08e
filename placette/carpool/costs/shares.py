"""What a passenger pays: a suggestion, and the most that the law allows, shown with its calculation.

Code des transports, L. 3132-1 and R. 3132-1 to 3132-3: costs are shared, nothing is earned. For the tax office the
driver bears one share as everybody does (BOI-IR-BASE-10-10-10-10, 40): n passengers pay n/(n+1) at most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import lcm

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from placette.carpool.costs.scale import POWERS, UNKNOWN_CAR, Engine, cost_cents, rate, scale_on

MOST_TOGETHER = 12  # rides that touch each other in one car on one day; every group of them is looked at
MOST_SEATS = 16  # at one place of the way, more than a car has; beyond them a passenger pays nothing more
PARTS = lcm(*range(1, MOST_SEATS + 2))  # of a cent: every n/(n+1) is a whole number of them


@dataclass(frozen=True)
class Aboard:
    """Seats of one passenger between two points, in metres along the way, and what she pays for all of them."""

    start: int
    end: int
    seats: int = 1
    cents: int = 0


@dataclass(frozen=True)
class Drive:
    """A car on one day: `length` metres as passengers' points are measured (Booking.boards_after), `road` on the ground."""

    length: int
    road: int
    day: date
    engine: Engine = UNKNOWN_CAR
    tolls_cents: int = 0

    @property
    def cents(self) -> int:
        return cost_cents(self.road, self.engine, self.day) + self.tolls_cents


@dataclass(frozen=True)
class Calculation:
    """How the most that passengers may pay together comes about: lines of words and an amount, then its sources."""

    lines: list[tuple[str, str]]
    cap_cents: int
    source: str
    read_on: date


def suggested(road_metres: int) -> int:
    """Cents a seat, in steps of ten from twenty on: nobody counts coins of one cent in a car."""
    cents = road_metres * settings.CONFIGURATION.carpool_cents_per_km / 1000
    return round(cents / 10) * 10 if cents >= 20 else round(cents)


def cap(drive: Drive, passengers: int) -> int:
    """Cents that so many passengers may pay together when all ride the whole way. Rounded down."""
    return drive.cents * passengers // (passengers + 1)


def cap_of(drive: Drive, aboard: Sequence[Aboard]) -> int:
    """Cents that these passengers may pay together, each metre shared by those who sit there. At most `cap` of them."""
    return _cap(drive, _steps(drive, aboard), aboard) // (PARTS * drive.length)


def share_allowed(drive: Drive, others: Sequence[Aboard], start: int, end: int, seats: int = 1) -> int:
    """The most, in cents, that one more passenger may agree to pay beside what the others agreed to, in any order.

    It holds for every group of them: when some cancel, those who stay still pay no more than their cap. Where more
    than MOST_TOGETHER ride in a chain, it is 0: she rides for free.
    """
    mine = Aboard(start, end, seats)
    near = _touching(others, mine)
    if len(near) > MOST_TOGETHER:
        return 0
    steps = _steps(drive, [*near, mine])
    groups = [[mine]]
    for other in near:
        groups += [[*group, other] for group in groups]
    a_cent = PARTS * drive.length
    left = min(_cap(drive, steps, group) - a_cent * sum(each.cents for each in group) for group in groups)
    return max(0, left // a_cent)


def calculation(drive: Drive, passengers: int) -> Calculation:
    """For the page on which the amount stands."""
    scale = scale_on(drive.day)
    kilometre = rate(drive.engine, drive.day)
    power = _("%(power)d CV et plus") if drive.engine.power >= POWERS[-1] else _("%(power)d CV")
    words = {
        "km": _decimal(drive.road / 1000, 1),
        "rate": _decimal(kilometre / 10_000, 3),
        "power": power % {"power": min(drive.engine.power, POWERS[-1])},
        "engine": _("électrique") if drive.engine.electric else _("thermique ou hybride"),
    }
    road = cost_cents(drive.road, drive.engine, drive.day)
    together = cap(drive, passengers)
    lines = [(_("%(km)s km × %(rate)s €/km (%(power)s, %(engine)s)") % words, _euros(road))]
    if drive.tolls_cents:
        lines.append((_("Péages"), _euros(drive.tolls_cents)))
    lines.append((_("La part de qui conduit"), _euros(drive.cents - together)))
    lines.append((_("Au plus pour l’ensemble des passagers"), _euros(together)))
    return Calculation(lines, together, scale.source, scale.read_on)


def _touching(others: Sequence[Aboard], mine: Aboard) -> list[Aboard]:
    """Those who share a metre with her, or with one of those, and so on: nobody else's share meets hers."""
    start, end, near, rest = mine.start, mine.end, list[Aboard](), list(others)
    while found := [each for each in rest if each.start < end and each.end > start]:
        near += found
        rest = [each for each in rest if not (each.start < end and each.end > start)]
        start, end = min(start, *(each.start for each in found)), max(end, *(each.end for each in found))
    return near


def _steps(drive: Drive, aboard: Sequence[Aboard]) -> list[tuple[int, int]]:
    """The way cut wherever somebody boards or leaves."""
    points = {min(max(point, 0), drive.length) for each in aboard for point in (each.start, each.end)}
    return list(pairwise(sorted(points)))


def _cap(drive: Drive, steps: list[tuple[int, int]], aboard: Sequence[Aboard]) -> int:
    """Exactly, in (parts of a cent) × metres of `drive.length`."""
    total = 0
    for start, end in steps:
        seats = min(sum(each.seats for each in aboard if each.start <= start and each.end >= end), MOST_SEATS)
        total += (end - start) * PARTS // (seats + 1) * seats
    return total * drive.cents


def _euros(cents: int) -> str:
    return f"{_decimal(cents / 100, 2)}\u00a0€"


def _decimal(number: float, places: int) -> str:
    return number_format(number, decimal_pos=places, use_l10n=True)
