"""What a year costs, by population: from the grid that is valid, or the first one where none was ever written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from placette.townhall.models import Grid


@dataclass(frozen=True)
class Price:
    """For communes of up to `up_to` residents (None: all larger ones): cents a year, before tax."""

    up_to: int | None
    yearly_cents: int


FIRST: tuple[Price, ...] = (
    Price(500, 24_000),
    Price(2_000, 60_000),
    Price(5_000, 144_000),
    Price(10_000, 264_000),
    Price(20_000, 432_000),
    Price(50_000, 780_000),
    Price(None, 1_440_000),
)


def prices(day: date) -> list[Price]:
    """Smallest communes first. Two queries."""
    grid = Grid.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    if grid is None:
        return list(FIRST)
    found = [Price(each.up_to, each.yearly_cents) for each in grid.brackets.all()]
    return sorted(found, key=lambda price: price.up_to or 10**9)


def yearly_cents(population: int, grid: Sequence[Price]) -> int:
    """Raises LookupError for a grid that ends too early: none is written without its last line."""
    for price in grid:
        if price.up_to is None or population <= price.up_to:
            return price.yearly_cents
    raise LookupError(population)
