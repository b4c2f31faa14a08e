"""What neighbours of different communes have done for each other in the months that are over: the flow map shows it."""

from collections import defaultdict
from datetime import datetime, timedelta

from placette.impact import actions, methods
from placette.impact.periods import MONTH, period_of
from placette.people.models import Membership

from .chance import Chance
from .residents import FONSORBES

FROUZINS, MURET, PORTET = "31203", "31395", "31433"
# Two communes, exchanges a month.
BETWEEN = ((FONSORBES, FROUZINS, 17), (FONSORBES, MURET, 9), (FROUZINS, MURET, 7), (MURET, PORTET, 6))
MONTHS = 2
KINDS = (("loan", "tools"), ("help", "garden"), ("loan", "kitchen"), ("gift", "children"))


def exchange_between(chance: Chance, memberships: list[Membership]) -> int:
    """Before the figures are made of the ledger. Returns how many exchanges; none where one of the two has nobody."""
    known: dict[str, list[int]] = defaultdict(list)
    for each in memberships:
        if each.verified_at:
            known[each.commune_id].append(each.person_id)
    made = 0
    month = period_of(MONTH, chance.now.date())
    for _ in range(MONTHS):
        month = month.previous
        at = datetime.combine(month.starts_on, datetime.min.time(), chance.now.tzinfo)
        for one, other, exchanges in BETWEEN:
            if known[one] and known[other]:
                for number in range(exchanges):
                    _do(chance, f"between:{month.key}:{one}:{other}:{number}", at, one, other, known)
                    made += 1
    return made


def _do(
    chance: Chance, source: str, month: datetime, one: str, other: str, known: dict[str, list[int]]
) -> None:
    begins = month + timedelta(days=chance.draw.randrange(27), hours=chance.draw.randrange(8, 19))
    ends = begins + timedelta(hours=chance.draw.choice((1, 2, 48)))
    kind, category = chance.draw.choice(KINDS)
    actions.record_exchange(
        source,
        kind,
        one,
        other,
        ends,
        methods.minutes(kind, begins, ends),
        methods.euros_saved_cents(kind, category, begins, ends, 0),
        (chance.draw.choice(known[one]), chance.draw.choice(known[other])),
    )
