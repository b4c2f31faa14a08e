"""No figure about fewer than five people leaves this room, nor can one be worked out from those that do.

What is shown of a series is cut into pieces of time that never overlap, each about five people or more: a month, or what
remains of a quarter or year once its shown months are taken away, or, of the month that runs, a few days in a row. A figure
of a longer period is shown to the unit where the pieces fill it; else only the sum of the pieces, « au moins ». Whatever is
added to and subtracted from such figures is a sum of whole pieces. docs/decisions/0013 proves it, tests/test_attack.py attacks it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from .periods import MONTH, QUARTER, YEAR, Period, period_of

FEWEST = 5
# Shares under which an unknown rest of four at least may hide: nobody can tell whether it is nobody.
SHARES = (95, 90, 80, 70, 60, 50)


@dataclass(frozen=True)
class Leaf:
    """An amount and who is behind it. `few`: their hashes, where they are fewer than five and so may need company."""

    amount: int
    people: int
    few: frozenset[object] = frozenset()


@dataclass(frozen=True)
class Cell:
    """What may be shown. Not `exact`: at least so much, since a part of it is about too few people."""

    amount: int
    exact: bool


@dataclass
class Pieces:
    """Of one series of one commune: what is shown of each period, and the pieces that it is the sum of."""

    cells: dict[Period, Cell] = field(default_factory=dict)
    # First day, first day after, amount: in order, of the month that runs or of every one (as `days` was given).
    bins: list[tuple[date, date, int]] = field(default_factory=list)


def cut(months: Mapping[date, Leaf], days: Mapping[date, Leaf], since: date, today: date) -> Pieces:
    """The pieces of a series: `months` that are over, `days` before today of the month that runs.

    `since`: the first month in which there could be anything; before it nothing is hidden.
    """
    found = Pieces()
    running = period_of(MONTH, today)
    found.bins = bins_of(days)
    begun = sum(amount for _, _, amount in found.bins)
    if found.bins:
        found.cells[running] = Cell(begun, exact=False)
    covered: dict[date, int] = {}
    hidden: dict[date, Leaf] = {}
    month = period_of(MONTH, since)
    every = []
    while month.starts_on < running.starts_on:
        every.append(month.starts_on)
        leaf = months.get(month.starts_on, Leaf(0, 0))
        if leaf.people >= FEWEST:
            covered[month.starts_on] = leaf.amount
            found.cells[month] = Cell(leaf.amount, exact=True)
        else:
            hidden[month.starts_on] = leaf
        month = month.next
    every.append(running.starts_on)
    for span in (QUARTER, YEAR):
        for period in sorted({period_of(span, day) for day in every}):
            cell = _longer(
                period, covered, hidden, begun if running.starts_on in period.months else None, today
            )
            if cell:
                found.cells[period] = cell
    return found


def _longer(
    period: Period, covered: dict[date, int], hidden: dict[date, Leaf], begun: int | None, today: date
) -> Cell | None:
    """A quarter or year, of what is shown of its months. Where what is hidden is about five people together, it is a piece."""
    rest = [month for month in period.months if month in hidden]
    if period.is_over(today) and rest and people_of(hidden[month] for month in rest) >= FEWEST:
        # Kept in the first of them: only the sum of the period is ever shown.
        covered[rest[0]] = sum(hidden[month].amount for month in rest)
        for month in rest:
            del hidden[month]
        rest = []
    shown = [covered[month] for month in period.months if month in covered]
    if not shown and not begun:
        return None
    return Cell(sum(shown) + (begun or 0), exact=period.is_over(today) and not rest)


def people_of(leaves: Iterable[Leaf]) -> int:
    """How many people together, at least; to the unit while each is about fewer than five."""
    leaves = list(leaves)
    together = len(frozenset[object]().union(*(leaf.few for leaf in leaves)))
    return max([together, *(leaf.people for leaf in leaves)])


def bins_of(days: Mapping[date, Leaf]) -> list[tuple[date, date, int]]:
    """Days of one month in a row, about five people or more together. The last waits, to take in who comes after it.

    So what is shown on one day stands on every later one: the difference between them is about five people as well.
    """
    full: list[tuple[date, date, int]] = []
    if not days:
        return full
    # From the first of the month on: a day before, left out, would be known to be empty.
    begins = min(days).replace(day=1)
    held: list[Leaf] = []
    for day in sorted(days):
        held.append(days[day])
        if people_of(held) >= FEWEST:
            full.append((begins, day + timedelta(days=1), sum(leaf.amount for leaf in held)))
            begins, held = day + timedelta(days=1), []
    return full[:-1]


def closed_bins(days: Mapping[date, Leaf], total: int) -> list[tuple[date, date, int]]:
    """Of a month that is over, and shown: the last takes in the rest."""
    shown = bins_of(days)
    begins = shown[-1][1] if shown else min(days).replace(day=1)
    return [*shown, (begins, period_of(MONTH, begins).ends_before, total - sum(each[2] for each in shown))]


def floored(count: int, people: int, whole: int | None = None) -> int | None:
    """A count of distinct ones, which cannot be cut into pieces: rounded down to five, « au moins ».

    `whole`: what it is a part of, if that is shown; the rest stays five or more.
    """
    if people < FEWEST:
        return None
    most = count if whole is None else min(count, whole - FEWEST)
    return most // 5 * 5 or None if most > 0 else None


def leaving_five(parts: dict[str, int], whole: int) -> dict[str, int]:
    """Parts that are rounded down to five, less as much as it takes for the rest of the whole to be five or more."""
    while parts and whole - sum(parts.values()) < FEWEST:
        most = max(parts, key=lambda name: (parts[name], name))
        parts[most] -= 5
        if not parts[most]:
            del parts[most]
    return parts


def least_share(part: int, rest: int) -> int | None:
    """« Plus de 90 % » of a part that is shown, where the rest is about too few people to be shown.

    The most that leaves room for a rest of four: so the rest may be anything from none to there.
    """
    for share in SHARES:
        room = part * (100 - share) // share
        if room >= FEWEST - 1 and rest <= room:
            return share
    return None


def shown[Figure](figure: Figure, people: int) -> Figure | None:
    """The figure, or None when it is about fewer than five people. Of what is counted once and never by another period."""
    return figure if people >= FEWEST else None
