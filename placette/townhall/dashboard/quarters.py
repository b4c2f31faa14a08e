"""Where those live who have joined: the quarters of a commune, as bars and, where their place is known, on its outline."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from placette.places.drawing import Drawing, draw
from placette.places.models import Commune

from .figures import Sheet

# In the units of the drawing, of the quarter with most.
WIDEST = 46


@dataclass(frozen=True)
class Spot:
    """One quarter, drawn: its area grows as its sign-ups do."""

    name: str
    count: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Quarters:
    counts: list[tuple[str, int]]  # most first
    drawing: Drawing | None
    spots: list[Spot]


NONE = Quarters([], None, [])


def quarters(commune: Commune, sheet: Sheet) -> Quarters:
    """At most two queries, and none where nothing may be shown."""
    shown: dict[str, int] = sheet.get("quarters", {})
    if not shown:
        return NONE
    known = [
        (each, shown[str(each.pk)]) for each in commune.quarters.filter(pk__in=[int(pk) for pk in shown])
    ]
    known.sort(key=lambda pair: (-pair[1], pair[0].name))
    counts = [(each.name, count) for each, count in known]
    placed = [
        (each.name, count, each.latitude, each.longitude)
        for each, count in known
        if each.latitude is not None and each.longitude is not None
    ]
    outlined = Commune.objects.select_related("boundary").get(pk=commune.pk) if placed else None
    drawing = draw([outlined], []) if outlined else None
    if drawing is None:
        return Quarters(counts, None, [])
    most = counts[0][1]
    spots = []
    for name, count, latitude, longitude in placed:
        x, y = drawing.frame.point(latitude, longitude)
        spots.append(Spot(name, count, round(x), round(y), round(WIDEST * sqrt(count / most))))
    return Quarters(counts, drawing, spots)
