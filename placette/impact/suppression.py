"""No figure about fewer than five people leaves this room."""

from math import isqrt

FEWEST = 5


def shown[Figure](figure: Figure, people: int) -> Figure | None:
    """The figure, or None when it is about fewer than five people."""
    return figure if people >= FEWEST else None


def fewest_people(ties: int) -> int:
    """How many people at least stand behind so many distinct ties.

    The ledger does not know who they are; n people make at most n(n-1)/2 ties: seven ties prove five people.
    """
    return (1 + isqrt(8 * ties - 7)) // 2 + 1 if ties > 0 else 0
