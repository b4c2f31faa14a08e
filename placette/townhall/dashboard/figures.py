"""A sheet, as figures that are read: what is said of each, and of the same before and elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placette.impact import series
from placette.impact.definitions import BY_NAME, Definition, says
from placette.impact.periods import Period

Sheet = Mapping[str, Any]


@dataclass(frozen=True)
class Value:
    """A figure that may be shown. `least`: « au moins », since a part of it is about too few people."""

    number: float
    text: str
    least: bool = False

    def __str__(self) -> str:
        return _("au moins %(figure)s") % {"figure": self.text} if self.least else self.text


@dataclass(frozen=True)
class Figure:
    """One figure of a page: now, before, elsewhere, and how it is counted."""

    definition: Definition
    now: Value | None
    before: Value | None
    before_period: str
    peers: str = ""

    @property
    def says(self) -> str:
        return says(self.definition)

    @property
    def in_a_table(self) -> str:
        """Empty where nothing may be shown."""
        return str(self.now) if self.now else "" if self.definition.may_hide else number(0)

    @property
    def direction(self) -> str:
        """« up » or « down » against the period before; nothing where either is not shown to the unit."""
        if not (self.now and self.before) or self.now.least or self.before.least:
            return ""
        if self.now.number == self.before.number:
            return "same"
        return "up" if self.now.number > self.before.number else "down"


def figure(
    name: str, period: Period, sheets: Mapping[Period, Sheet], peers: Mapping[str, Any] | None = None
) -> Figure:
    """`name` of definitions.py; of a period, among all sheets of its commune."""
    middle = _middle(name, peers or {})
    elsewhere = str(middle) if middle else ""
    return Figure(
        BY_NAME[name],
        value(name, sheets.get(period, {})),
        value(name, sheets.get(period.previous, {})),
        str(period.previous),
        elsewhere,
    )


def value(name: str, sheet: Sheet) -> Value | None:
    """What the sheet shows of it; None where it shows nothing."""
    return READ[name](sheet)


def _share(sheet: Sheet) -> Value | None:
    if "answered" in sheet:
        return Value(sheet["answered"], percent(sheet["answered"]))
    if "answered_least" in sheet:
        least = sheet["answered_least"]
        return Value(least, _("plus de %(share)s") % {"share": percent(least)})
    return None


def _median(sheet: Sheet) -> Value | None:
    return Value(sheet["median"], duration(sheet["median"])) if "median" in sheet else None


def _first(name: str) -> Any:
    def read(sheet: Sheet) -> Value | None:
        found = sheet.get("first", {}).get(name)
        return Value(found, percent(found)) if found is not None else None

    return read


def _cell(name: str, of: int = 1) -> Any:
    return lambda sheet: _sum(sheet, (name,), of)


def _sum(sheet: Sheet, names: tuple[str, ...], of: int = 1, unit: str = "") -> Value | None:
    """Of several series: to the unit where each is, since what is not shown of one may be something."""
    cells = [sheet.get("cells", {}).get(name) for name in names]
    known = [cell for cell in cells if cell]
    if not known:
        return None
    total = sum(cell[0] for cell in known) // of
    text = number(total) + (f" {unit}" if unit else "")
    return Value(total, text, least=not all(cell and cell[1] for cell in cells))


def _floor(name: str) -> Any:
    """Rounded down: at least, by its nature."""
    return lambda sheet: Value(sheet[name], number(sheet[name]), least=True) if sheet.get(name) else None


def _co2(sheet: Sheet) -> Value | None:
    """« 40 à 52 kg »; at least the low end, where the high one is not shown to the unit."""
    cells = sheet.get("cells", {})
    low, high = cells.get("rides.co2_low"), cells.get("rides.co2_high")
    least = low[0] // 1000 if low else 0
    if high and high[1] and low and low[1] and high[0] // 1000 > least:
        most = high[0] // 1000
        return Value(most, _("%(least)s à %(most)s kg") % {"least": number(least), "most": number(most)})
    return Value(least, _("%(most)s kg") % {"most": number(least)}, least=True) if least else None


READ: dict[str, Any] = {
    "answered": _share,
    "median": _median,
    "households": _first("households"),
    "active": _first("active"),
    "open_now": _floor("open_now"),
    "verified": lambda sheet: _floor(series.VERIFIED)(sheet.get("so_far", {})),
    "ties": _floor(series.TIES),
    "reached": _floor(series.REACHED),
    "minutes": lambda sheet: _sum(sheet, ("help.minutes",), 60, "h"),
    "exchanges": lambda sheet: _sum(sheet, series.FAMILIES),
    "cents": lambda sheet: _sum(sheet, series.EUROS, 100, "€"),
    "loan_cents": lambda sheet: _sum(sheet, ("things.cents",), 100, "€"),
    "purchase_cents": lambda sheet: _sum(sheet, ("purchases.cents",), 100, "€"),
    "metres": lambda sheet: _sum(sheet, ("rides.metres",), 1000, "km"),
    "co2": _co2,
    **{name: _cell(name) for name in (*series.FAMILIES, series.JOINED, series.EVENTS)},
}


def number(amount: float) -> str:
    return str(number_format(amount, force_grouping=True))


def percent(share: float) -> str:
    return _("%(number)s %%") % {"number": number(share)}


def duration(seconds: float) -> str:
    """« 25 min », « 2 h 15 », « 3 jours »."""
    minutes = round(seconds / 60)
    if minutes < 60:
        return _("%(minutes)d min") % {"minutes": minutes}
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return (
            _("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": rest}
            if rest
            else _("%(hours)d h") % {"hours": hours}
        )
    days = round(hours / 24)
    return ngettext("%(days)d jour", "%(days)d jours", days) % {"days": days}


def _middle(name: str, peers: Mapping[str, Any]) -> Value | None:
    """Of communes of that size: each middle stands where a sheet has its figure."""
    cells = {key: [middle, 1] for key, middle in peers.items()}
    # Of all euros together, of all exchanges together: the sum of the middles is not their middle.
    if name == "cents":
        return _sum({"cells": cells}, ("cents",), 100, "€")
    if name == "exchanges":
        return _sum({"cells": cells}, ("exchanges",))
    return value(name, {**peers, "first": peers, "so_far": peers, "cells": cells})
