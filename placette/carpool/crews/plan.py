"""Who drives on one day in one direction: fairly, with no more cars than hold everybody, and always the same answer.

Whoever comes and has a car owes a part of each turn, by the seats that she needs; who owes most drives. As the part of
each turn is shared out before it is given, and all parts together are what was driven, whoever drives owed something:
nobody is ever a whole turn beyond her share, as long as the same members come (tests/test_plan.py). Where other members
come on other days this is the carpool problem of Fagin and Williams (1983), in which no rule that decides day by day
keeps everybody within one turn; the debt then stays small and is made up for. Where a crew needs several cars, their
sizes decide too: a family that fits into one car alone needs that car, whoever's turn it is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

TURN = 1_000  # thousandths: what is owed for one turn


@dataclass(frozen=True)
class Comer:
    """`seats`: in her car, none where she has no car. `balance`: thousandths that she owes so far; driven ones count less."""

    member: int
    needs: int
    seats: int
    balance: int = 0
    drives: bool = True  # False: not this time


@dataclass(frozen=True)
class Plan:
    """`cars`: who drives, in order. `aboard`: in whose car each sits. `left`: for whom there is no seat. `dues`: thousandths."""

    cars: tuple[int, ...]
    aboard: Mapping[int, int]
    left: tuple[int, ...]
    dues: Mapping[int, int]


def plan(
    comers: Sequence[Comer], *, driver_sits: bool, kept: Collection[int] = (), likely: Collection[int] = ()
) -> Plan:
    """`driver_sits`: she goes along herself and needs no other seat (work); otherwise she brings her children (school).

    `kept` drive in any case, `likely` before others.
    """
    owners = [each for each in comers if each.seats and each.seats >= _own(each, driver_sits)]
    weights = {each.member: each.needs for each in owners}
    one_turn = shares(weights, 1)
    fair = sorted(
        (each for each in owners if each.drives),
        key=lambda each: (
            each.member not in kept,
            each.member not in likely,
            -each.balance - one_turn[each.member],
            each.member,
        ),
    )
    cars: list[Comer] = [each for each in fair if each.member in kept]
    aboard, left = seated(cars, comers, driver_sits)
    for each in fair[len(cars) :]:
        if not left:
            break
        more = seated([*cars, each], comers, driver_sits)
        if len(more[1]) < len(left):
            cars.append(each)
            aboard, left = more
    return Plan(tuple(each.member for each in cars), aboard, tuple(left), shares(weights, len(cars)))


def shares(weights: Mapping[int, int], turns: int) -> dict[int, int]:
    """So many turns in thousandths, by weight, none more than one whole turn; exactly as many as there are to share."""
    due: dict[int, int] = {}
    to_share, open_ones = min(turns, len(weights)) * TURN, dict(weights)
    while open_ones:
        total = sum(open_ones.values())
        full = [member for member, weight in open_ones.items() if to_share * weight >= TURN * total]
        if not full or to_share == 0:
            break
        for member in full:
            due[member] = TURN
            to_share -= TURN
            del open_ones[member]
    total = sum(open_ones.values())
    rest = {member: divmod(to_share * weight, total) for member, weight in open_ones.items()}
    missing = to_share - sum(whole for whole, _part in rest.values())
    for number, member in enumerate(sorted(rest, key=lambda member: (-rest[member][1], member))):
        due[member] = rest[member][0] + (number < missing)
    return due


def seated(
    cars: Sequence[Comer], comers: Sequence[Comer], driver_sits: bool
) -> tuple[dict[int, int], list[int]]:
    """Who sits in whose car, and who in none: families stay together, the largest first, where they fit most closely."""
    free = {each.member: each.seats - _own(each, driver_sits) for each in cars}
    aboard = {each.member: each.member for each in cars}
    left = []
    for each in sorted(comers, key=lambda each: (-each.needs, each.member)):
        if each.member in aboard:
            continue
        fitting = [member for member, seats in free.items() if seats >= each.needs]
        if fitting:
            car = min(fitting, key=lambda member: free[member])
            free[car] -= each.needs
            aboard[each.member] = car
        else:
            left.append(each.member)
    return aboard, left


def _own(comer: Comer, driver_sits: bool) -> int:
    """Seats that a driver needs in her own car, beside her own."""
    return 0 if driver_sits else comer.needs
