"""Addresses as a clerk types them: one a line, or a whole street at once, « 1 à 45 rue des Tilleuls (impairs) »."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from placette.places.models import Commune

from .households import envelope, typed
from .lists import Read

# « 2-20 rue … », « 1 à 45 rue … », « du 1 au 9 rue … »
STREET = re.compile(r"^(?:du\s+)?(\d{1,4})\s*(?:-|–|à|au)\s*(\d{1,4})[\s,]+(.*)$", re.IGNORECASE)
SIDE = re.compile(r"[\s,(]+(pairs?|impairs?)\)?$", re.IGNORECASE)
LONGEST_STREET = 500  # houses that one line may name


def from_text(text: str, commune: Commune) -> Read[str]:
    """« Mme Martin, 3 rue des Tilleuls » is one household; of a street each number gets « Aux habitants »."""
    found = Read[str]()
    for number, line in typed(text):
        street, side = SIDE.sub("", line), SIDE.search(line)
        if numbers := STREET.match(street):
            _street(found, number, line, numbers, side.group(1).lower() if side else "", commune)
        else:
            envelope(found, number, _said(line), commune)
    return found


def _street(
    found: Read[str], number: int, line: str, numbers: re.Match[str], side: str, commune: Commune
) -> None:
    first, last = int(numbers[1]), int(numbers[2])
    step = 2 if side else 1
    if side:
        first += (first % 2 == 0) != side.startswith("p")
    if first > last or last - first >= LONGEST_STREET:
        found.refuse(number, line, _("Du petit numéro au grand, cinq cents au plus."))
        return
    for house in range(first, last + 1, step):
        envelope(found, number, {"number": str(house), "street": numbers[3]}, commune)


def _said(line: str) -> dict[str, str]:
    """The last part that has a number, or else the last, is the street; what stands before it the name."""
    parts = [part for part in re.split(r"\s*[,;]\s*", line) if part]
    postcode = re.match(r"^(\d{5})\s+(\D+)$", parts[-1]) if len(parts) > 1 else None
    said = {"postcode": postcode[1], "town": postcode[2]} if postcode else {}
    if postcode:
        parts.pop()
    return said | {"street": parts[-1] if parts else "", "name": parts[0] if len(parts) > 1 else "",
                   "more": ", ".join(parts[1:-1])}  # fmt: skip
