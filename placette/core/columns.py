"""Which column of a list that people send is which of ours: guessed by its name, corrected by hand where that went wrong.

`core/forms/columns.html` is the form of it: a choice for each of our columns, without a script.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from .tables import folded


@dataclass(frozen=True)
class Column:
    """One of ours. `aliases`: under which names lists have it, folded; the first is how our exports write it."""

    name: str
    label: str | Promise
    aliases: tuple[str, ...]
    required: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Match:
    """One choice of the form. `options`: place, name, whether it is the chosen one."""

    column: Column
    options: list[tuple[int, str, bool]]


def known(columns: Iterable[Column]) -> frozenset[str]:
    """All names that are understood."""
    return frozenset(alias for column in columns for alias in column.aliases)


def guessed(columns: Iterable[Column], names: Sequence[str]) -> dict[str, int]:
    """For each of our columns the place of theirs; the first alias that a list has wins, and no place serves twice."""
    places = {folded(name): at for at, name in reversed(list(enumerate(names)))}
    found: dict[str, int] = {}
    for column in columns:
        for alias in column.aliases:
            if alias in places and places[alias] not in found.values():
                found[column.name] = places[alias]
                break
    return found


def chosen(columns: Iterable[Column], names: Sequence[str], said: Mapping[str, str]) -> dict[str, int]:
    """As the form says it; of a place that is chosen twice the first counts, and what is no place is none."""
    found: dict[str, int] = {}
    for column in columns:
        place = said.get(column.name, "")[:4]
        if (
            place.isascii()
            and place.isdecimal()
            and int(place) < len(names)
            and int(place) not in found.values()
        ):
            found[column.name] = int(place)
    return found


def matches(columns: Iterable[Column], names: Sequence[str], placed: Mapping[str, int]) -> list[Match]:
    return [
        Match(column, [(at, name, placed.get(column.name) == at) for at, name in enumerate(names)])
        for column in columns
    ]


def missing(columns: Iterable[Column], placed: Mapping[str, int]) -> list[Column]:
    """Those without which nothing can be read."""
    return [column for column in columns if column.required and column.name not in placed]
