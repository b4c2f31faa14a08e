"""How many voted on which days, so that no figure is about fewer than five people, nor the difference of two figures.

Days are joined until five have voted; what is left at the end joins the last group. While one may still vote the last
whole group is kept back, since it may yet grow by a few: what has been shown once stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from placette.impact.suppression import FEWEST


@dataclass(frozen=True)
class Group:
    first: date
    last: date
    voters: int

    @property
    def is_a_day(self) -> bool:
        return self.first == self.last


def groups(days: Sequence[tuple[date, int]], *, closed: bool) -> list[Group]:
    """Of days in their order with how many have voted; of an open poll only days that are over."""
    whole: list[Group] = []
    begun: Group | None = None
    for day, voters in days:
        begun = Group(begun.first if begun else day, day, voters + (begun.voters if begun else 0))
        if begun.voters >= FEWEST:
            whole.append(begun)
            begun = None
    if not closed:
        return whole[:-1]
    if begun and whole:
        whole[-1] = Group(whole[-1].first, begun.last, whole[-1].voters + begun.voters)
    return whole
