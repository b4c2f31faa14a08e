"""Where those live who have joined: the quarters of a commune, as bars and, where their place is known, on its outline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

from placette.places.drawing import LETTER, LINE, PHONE, Drawing, Label, draw, fitted
from placette.places.models import Commune

from .figures import Sheet

# In the units of the drawing, of the quarter with most.
WIDEST = 46
BELOW, ABOVE, BESIDE = 26, -10, 5  # a name's line, from the edge of its circle or its middle
GAP = 8


@dataclass(frozen=True)
class Spot:
    """One quarter, drawn: its area grows as its sign-ups do. Without a label where no room is: the list beside names it."""

    name: str
    count: int
    x: float
    y: float
    radius: float
    label: Label | None = None


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
    return Quarters(counts, drawing, named(spots))


def named(spots: list[Spot]) -> list[Spot]:
    """Under its circle, over it or beside it, where no circle and no other name is; the largest first."""
    placed: list[Label] = []
    found = []
    for spot in spots:
        away = spot.radius + GAP + len(spot.name) * LETTER / 2
        places = (
            (spot.x, spot.y + spot.radius + BELOW),
            (spot.x, spot.y - spot.radius + ABOVE),
            (spot.x + away, spot.y + BESIDE),
            (spot.x - away, spot.y + BESIDE),
        )
        fits = (fitted(spot.name, x, y, placed) for x, y in places)
        label = next((each for each in fits if each and not _lies_on(each, spots)), None)
        if label:
            label = replace(label, on_phones=label.on_phones and not _lies_on(label, spots, PHONE))
            placed.append(label)
        found.append(replace(spot, label=label))
    return found


def _lies_on(label: Label, spots: list[Spot], size: float = 1) -> bool:
    half, line = len(label.text) * LETTER * size / 2, LINE * size / 2
    return any(
        abs(each.x - label.x) < half + each.radius and abs(each.y - label.y + line / 2) < line + each.radius
        for each in spots
    )
