"""What rooms above add to the dashboard of a commune, under who comes: each fills `sections` in its apps.py.

A section gets the commune and its latest sheet of a month, and gives a template with what it is drawn from, or None. It shows
nothing but what is in that sheet.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from placette.places.models import Commune

from .figures import Sheet

type Section = tuple[str, dict[str, Any]]

sections: list[Callable[[Commune, Sheet], Section | None]] = []


def of(commune: Commune, sheet: Sheet) -> list[Section]:
    found = (section(commune, sheet) for section in sections)
    return [each for each in found if each]
