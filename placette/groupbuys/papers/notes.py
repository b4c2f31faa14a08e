"""What other parts of the room want on a neighbour's slip: when and where she collects hers."""

from collections.abc import Callable

from placette.groupbuys.models import Campaign

# Called with a campaign that has succeeded; gives a few words by pledge. One query each.
type Notes = Callable[[Campaign], dict[int, str]]
notes: list[Notes] = []


def of(campaign: Campaign) -> dict[int, str]:
    said: dict[int, str] = {}
    for each in notes:
        for pledge, words in each(campaign).items():
            said[pledge] = f"{said[pledge]} · {words}" if pledge in said else words
    return said
