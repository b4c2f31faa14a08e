"""The commune's dress: its colour, its crest, its word of welcome."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext as _

from placette.core import photos
from placette.people.actions import pending
from placette.people.models import PendingPhoto, Person
from placette.places.models import Commune, Space
from placette.townhall import life
from placette.trust import trail

CONTRAST = 4.5  # WCAG 2.2, 1.4.3: white words on it, and it as words on paper
PAPER = "#fbf8f2"


class Pale(ValueError):
    """Words in or on this colour could not be read; `darker` is the nearest that can."""

    def __init__(self, darker: str) -> None:
        self.darker = darker
        super().__init__(
            _("Cette couleur est trop claire pour qu’on y lise. La plus proche qui convient : %(colour)s.")
            % {"colour": darker}
        )


@transaction.atomic
def dress(
    commune: Commune, by: Person, colour: str, welcome: str, crest: PendingPhoto | None, *, bare: bool
) -> Space:
    """`colour`: « #1f6f5c », or nothing for ours. `bare`: the crest goes. Raises Pale, photos.Refused."""
    checked(colour)
    space = life.locked(commune.pk)
    if space is None:
        raise Space.DoesNotExist
    former = space.crest
    if crest:
        (taken,) = pending.take(by, [crest.name])
        space.crest = taken.name
    elif bare:
        space.crest = ""
    space.colour, space.welcome = colour, welcome
    space.save(update_fields=["colour", "crest", "welcome"])
    if former and former != space.crest:
        transaction.on_commit(lambda: photos.delete(former))
    trail.record("space.dressed", by, commune=commune)
    return space


def checked(colour: str) -> str:
    if colour and min(contrast(colour, "#ffffff"), contrast(colour, PAPER)) < CONTRAST:
        raise Pale(darker(colour))
    return colour


def darker(colour: str) -> str:
    """The same hue, darkened until it can be read."""
    red, green, blue = _parts(colour)
    for share in range(99, -1, -1):
        tried = "#" + "".join(f"{round(part * share / 100):02x}" for part in (red, green, blue))
        if contrast(tried, PAPER) >= CONTRAST:
            return tried
    return "#000000"


def contrast(one: str, other: str) -> float:
    """From 1 to 21, as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (each / 255 for each in _parts(colour))
    ]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])


def _parts(colour: str) -> tuple[int, int, int]:
    if not re.fullmatch(r"#[0-9a-f]{6}", colour):
        raise ValueError(colour)
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
