"""A point as a line of text that people read and a field reads back: « Fonsorbes (43,531 ; 1,231) ».

Three decimals are at most 70 m beside, less than half a hexagon of resolution 9 (places.cells) is wide: written and read
again, the centre of a hexagon is in the same hexagon, whatever was touched on the map first.
"""

import re
from dataclasses import dataclass
from math import isfinite

from django.utils.translation import gettext as _

from . import cells

_NUMBER = r"[-+−]?[\w.,]+"
WRITTEN = re.compile(rf"(?P<name>[^()]*)\(\s*(?P<first>{_NUMBER})\s*;\s*(?P<second>{_NUMBER})\s*\)\s*")
BARE = re.compile(rf"\s*(?P<first>{_NUMBER})\s*;\s*(?P<second>{_NUMBER})\s*")
FROM_A_MAP = re.compile(r"\s*(?P<first>[-−]?\d+\.\d+)\s*,\s*(?P<second>[-−]?\d+\.\d+)\s*")


type Point = tuple[float, float]  # latitude, longitude in degrees


class NoPlace(ValueError):
    """No place that may be meant there; says why, and what to do."""


@dataclass(frozen=True)
class Spot:
    """What was typed before the parenthesis, and the point in it."""

    name: str
    point: Point


def written(name: str, point: Point, decimals: int = 3) -> str:
    """`decimals`: five are a metre, for places that are public."""
    latitude, longitude = (f"{each:.{decimals}f}".replace(".", ",") for each in point)
    return f"{name} ({latitude} ; {longitude})"


def read(text: str) -> Spot | None:
    """The point that a text names, or None where it names none. NoPlace where no point on earth is meant."""
    typed = WRITTEN.fullmatch(text) or BARE.fullmatch(text) or FROM_A_MAP.fullmatch(text)
    if typed is None:
        return None
    return Spot(typed.groupdict().get("name", "").strip(), on_earth(typed["first"], typed["second"]))


def on_earth(latitude: str, longitude: str) -> Point:
    """Two numbers as people write them. NoPlace."""
    try:
        point = _number(latitude), _number(longitude)
    except ValueError:
        raise NoPlace(
            _(
                "Ces coordonnées ne se lisent pas. Écrivez-les ainsi : « 43,531 ; 1,231 », ou touchez la carte."
            )
        ) from None
    if abs(point[0]) > 90:
        raise NoPlace(_("La latitude, le premier nombre, va de -90 à 90. Corrigez-la, ou touchez la carte."))
    if abs(point[1]) > 180:
        raise NoPlace(
            _("La longitude, le second nombre, va de -180 à 180. Corrigez-la, ou touchez la carte.")
        )
    return point


def plain(words: str) -> str:
    """Without parentheses: they hold the numbers."""
    return " ".join(words.replace("(", " ").replace(")", " ").split())


def town(name: str) -> str:
    """« Fonsorbes » of « Fonsorbes (43,531 ; 1,231) », where the numbers would only be in the way of reading."""
    typed = WRITTEN.fullmatch(name)
    return typed["name"].strip() if typed else name


def rounded(point: Point) -> Point:
    """The middle of its hexagon of some 350 m: no finer place of an end is kept or shown, however it was given."""
    return cells.centre(cells.cell_at(*point))


def _number(text: str) -> float:
    number = float(text.replace("−", "-").replace(",", "."))
    if not isfinite(number):
        raise ValueError
    return number
