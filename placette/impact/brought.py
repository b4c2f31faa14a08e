"""Sign-ups by what brought them, as the rooms that invite count them: each fills `sources` in its apps.py.

They are counts alone, which nobody's name is joined to (docs/decisions/0018), and parts of all who have joined. What may be shown
of them stands in the sheet of the month that runs (publication.py), and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from .suppression import FEWEST, floored, leaving_five


@dataclass(frozen=True)
class Brought:
    """`name`: by which the room finds it again; `whole`: of how many who were invited, where that is shown as well."""

    name: str
    count: int
    whole: int | None = None


# INSEE codes of communes -> what each commune has. Read once a day by who counts: never of this day.
sources: list[Callable[[Collection[str]], Mapping[str, list[Brought]]]] = []


def gathered(communes: Collection[str]) -> dict[str, list[Brought]]:
    found: dict[str, list[Brought]] = {code: [] for code in communes}
    for source in sources:
        for code, each in source(communes).items():
            found[code] += each
    return found


def shown(parts: Collection[Brought], joined: int) -> dict[str, int]:
    """Each rounded down to five, at least; five stay of each list, and of all who have joined by nothing that is shown."""
    found = {each.name: floored(each.count, each.count, each.whole) for each in parts if each.count >= FEWEST}
    return leaving_five({name: count for name, count in found.items() if count}, joined)
